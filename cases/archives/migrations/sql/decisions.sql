-- Nobody decides on a file that they began, submitted, wrote on or asked to be changed.
-- Test: tests/cases/archives/test_edits.py.

CREATE FUNCTION archives_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM archives_household
                WHERE id = NEW.household_id AND NEW.by_id IN (created_by_id, submitted_by_id))
       OR EXISTS (SELECT FROM archives_fileedit WHERE household_id = NEW.household_id AND by_id = NEW.by_id)
       OR EXISTS (SELECT FROM archives_changerequest
                   WHERE household_id = NEW.household_id AND asked_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'nobody decides on what they wrote'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_not_on_own_work';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_guard BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION archives_guard_step();
