-- A decision gives way to a new round for one cause: a review of that decision changed it, and whoever answered the review
-- takes the step (requirement B3).
-- Test: tests/cases/outcomes/test_reopening.py.

CREATE FUNCTION outcomes_guard_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM outcomes_appeal WHERE is_changed AND answered_by_id = NEW.by_id AND step_id = (
            SELECT max(id) FROM approvals_approvalstep
             WHERE application_id = NEW.application_id AND round = NEW.round AND target = NEW.source)
    ) THEN
        RAISE EXCEPTION 'application % begins anew for a review alone', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_reopens_for_a_review';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_reopens BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'reopen') EXECUTE FUNCTION outcomes_guard_reopening();
