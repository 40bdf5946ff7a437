-- A file is filed with as many documents on record as unjudged as there are: nobody files unseen without saying so.
-- Test: tests/cases/archives/test_steps.py.

CREATE FUNCTION archives_guard_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.unseen IS DISTINCT FROM
       (SELECT count(*) FROM archives_evidence document
         WHERE document.household_id = NEW.household_id AND document.removed_at IS NULL
           AND NOT EXISTS (SELECT FROM archives_evidencecheck WHERE evidence_id = document.id)) THEN
        RAISE EXCEPTION 'a file is filed with the number of documents that nobody judged'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'file_step_unseen_counted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_unseen BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.action = 'file') EXECUTE FUNCTION archives_guard_unseen();
