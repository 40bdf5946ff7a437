-- A returned file goes back to review only with each reason of the last return answered: the value changed, or the
-- reason why it stays. Otherwise the reviewer reads the whole file again for nothing. A return that was taken back
-- asks for nothing.
-- Test: tests/cases/archives/test_returned.py.

CREATE FUNCTION archives_guard_resubmission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM archives_returnreason reason
                WHERE reason.step_id = (SELECT max(id) FROM archives_filestep step
                                         WHERE household_id = NEW.household_id AND action = 'return'
                                           AND NOT EXISTS (SELECT FROM archives_filestep
                                                            WHERE takes_back_id = step.id))
                  AND NOT EXISTS (SELECT FROM archives_returnanswer WHERE reason_id = reason.id)) THEN
        RAISE EXCEPTION 'a reason of the last return is not answered'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_return_answered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_answered BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.action = 'submit') EXECUTE FUNCTION archives_guard_resubmission();

CREATE TRIGGER archives_returnanswer_append_only BEFORE UPDATE OR DELETE ON archives_returnanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_returnanswer_no_truncate BEFORE TRUNCATE ON archives_returnanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
