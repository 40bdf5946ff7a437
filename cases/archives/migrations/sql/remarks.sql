-- An answer to a remark excuses what nobody corrected: only people of the file's union or of a union above it give
-- one, and only while the family is in hardship or asks for help.
-- Test: tests/cases/archives/test_remarks.py.

CREATE FUNCTION remark_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    file archives_household;
    home bigint;
BEGIN
    SELECT * INTO STRICT file FROM archives_household WHERE id = NEW.household_id;
    IF file.state NOT IN ('draft', 'returned', 'under_review', 'filed', 'review_due', 'relieved') THEN
        RAISE EXCEPTION 'file % is %: its remarks are answered no more', file.id, file.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'remark_answer_of_open_file';
    END IF;
    SELECT union_id INTO home FROM accounts_user WHERE id = NEW.by_id;
    IF home IS DISTINCT FROM file.union_id AND home IS DISTINCT FROM file.township_id
       AND home IS DISTINCT FROM file.county_id AND home IS DISTINCT FROM file.city_id
       AND home IS DISTINCT FROM file.province_id THEN
        RAISE EXCEPTION 'file % does not belong to whoever answers its remark', file.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'remark_answer_in_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_remarkanswer_guard BEFORE INSERT ON archives_remarkanswer
    FOR EACH ROW EXECUTE FUNCTION remark_answer_guard();
