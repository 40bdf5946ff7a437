-- A worker is told of a decision, not before it and not in days to come: who was told when decides whether a time limit
-- of theirs has begun (requirement B3).
-- Test: tests/cases/outcomes/test_telling.py.

CREATE FUNCTION outcomes_guard_telling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE;
BEGIN
    SELECT * INTO step FROM approvals_approvalstep WHERE id = NEW.step_id;
    IF step.target NOT IN ('approved', 'rejected', 'returned') THEN
        RAISE EXCEPTION 'step % decided nothing that a worker is told', NEW.step_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_of_a_decision';
    END IF;
    IF NEW."on" < (step.at AT TIME ZONE 'Asia/Shanghai')::date
       OR NEW."on" > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'nobody is told before the decision, nor after it is recorded'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_after_the_decision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outcomes_telling_guard BEFORE INSERT ON outcomes_telling
    FOR EACH ROW EXECUTE FUNCTION outcomes_guard_telling();
