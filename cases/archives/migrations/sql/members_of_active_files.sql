-- Whether a member stands in an active file is known to the member's own row, so that an exclusion by unique index
-- can keep one person in one active file (requirement A10; archives.Member, member_once_active).
-- Test: tests/cases/archives/test_drafts.py, tests/cases/archives/test_races.py.

CREATE FUNCTION member_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT state IN ('under_review', 'returned', 'filed', 'review_due', 'relieved') INTO NEW.in_active_file
      FROM archives_household WHERE id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE FUNCTION household_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archives_member SET household_id = household_id WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER member_active BEFORE INSERT OR UPDATE OF household_id, in_active_file ON archives_member
    FOR EACH ROW EXECUTE FUNCTION member_active();
CREATE TRIGGER household_active AFTER UPDATE OF state ON archives_household
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION household_active();
