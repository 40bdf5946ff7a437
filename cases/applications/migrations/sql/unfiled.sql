-- A filing is not taken back under an application (cases.archives.services.undo): it rests on the file.
-- Test: tests/cases/archives/test_undo.py.

CREATE FUNCTION household_keeps_its_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM applications_application WHERE household_id = NEW.id AND state <> 'withdrawn') THEN
        RAISE EXCEPTION 'file % has an application', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'household_filed_under_application';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER household_keeps_its_filing AFTER UPDATE OF state ON archives_household
    FOR EACH ROW WHEN (OLD.state IN ('filed', 'review_due', 'relieved') AND NEW.state = 'under_review')
    EXECUTE FUNCTION household_keeps_its_filing();
