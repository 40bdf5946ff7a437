-- A review is asked for once of a decision, in its time, and answered once by somebody who had no part in the application:
-- not its makers, nor anybody who took a step of it or for whom somebody took one, nor who stays out of the case
-- (requirement B3).
-- Test: tests/cases/outcomes/test_appeals.py.

CREATE FUNCTION outcomes_guard_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE;
    file bigint;
BEGIN
    SELECT * INTO step FROM approvals_approvalstep WHERE id = NEW.step_id;
    IF TG_OP = 'INSERT' THEN
        IF step.target NOT IN ('approved', 'rejected') THEN
            RAISE EXCEPTION 'step % decided nothing that is reviewed', NEW.step_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_of_a_decision';
        END IF;
        IF NEW.received_on < (step.at AT TIME ZONE 'Asia/Shanghai')::date
           OR NEW.received_on > (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION 'nobody asks for a review before the decision, nor after it is recorded'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_after_the_decision';
        END IF;
    ELSIF OLD.answered_at IS NOT NULL OR ROW(
        NEW.step_id, NEW.received_on, NEW.way, NEW.reason, NEW.recorded_at, NEW.recorded_by_id
    ) IS DISTINCT FROM ROW(
        OLD.step_id, OLD.received_on, OLD.way, OLD.reason, OLD.recorded_at, OLD.recorded_by_id
    ) THEN
        RAISE EXCEPTION 'appeal % stays as it was recorded and answered', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_stays';
    END IF;
    IF acted_on(step.application_id, NEW.answered_by_id) THEN
        RAISE EXCEPTION 'nobody reviews what they had a part in'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_by_other_people';
    END IF;
    SELECT household_id INTO file FROM applications_application WHERE id = step.application_id;
    IF stays_out(file, NEW.answered_by_id) THEN
        RAISE EXCEPTION 'who stays out of a case reviews nothing of it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_by_who_stays_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outcomes_appeal_guard BEFORE INSERT OR UPDATE ON outcomes_appeal
    FOR EACH ROW EXECUTE FUNCTION outcomes_guard_appeal();
CREATE TRIGGER outcomes_appeal_stays BEFORE DELETE ON outcomes_appeal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
