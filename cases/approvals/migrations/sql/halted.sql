-- Of a programme that its union has stopped (停办) no application begins, and none that was never handed in is handed in;
-- what was handed in before goes on.
-- Test: tests/cases/applications/test_halted.py.

CREATE FUNCTION approvals_guard_halted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF policies_is_halted(NEW.programme_id) THEN
        RAISE EXCEPTION 'programme % is stopped', NEW.programme_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_of_no_halted_programme';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_not_halted BEFORE INSERT ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_halted();
CREATE TRIGGER applications_application_keeps_from_halted BEFORE UPDATE ON applications_application
    FOR EACH ROW WHEN (NEW.programme_id <> OLD.programme_id) EXECUTE FUNCTION approvals_guard_halted();

CREATE FUNCTION approvals_guard_halted_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF policies_is_halted((SELECT programme_id FROM applications_application WHERE id = NEW.application_id))
        AND NOT EXISTS (SELECT FROM approvals_approvalstep WHERE application_id = NEW.application_id AND action = 'submit')
    THEN
        RAISE EXCEPTION 'application % is of a programme that is stopped', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_submits_no_halted_programme';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_not_halted BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'submit') EXECUTE FUNCTION approvals_guard_halted_step();
