-- Nobody is deleted: whoever leaves the list stays on record, as aid given to them does.
-- Test: tests/cases/people/test_people.py.

CREATE TRIGGER people_person_kept BEFORE DELETE ON people_person
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER people_person_no_truncate BEFORE TRUNCATE ON people_person
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
