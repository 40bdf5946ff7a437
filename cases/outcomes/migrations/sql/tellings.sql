-- A worker is told of a decision, not before it and not in days to come: who was told when decides whether a time limit
-- of theirs has begun (requirement B3).
-- Test: tests/cases/outcomes/test_telling.py.

CREATE FUNCTION outcomes_guard_telling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE;
    last_day date;
BEGIN
    SELECT * INTO step FROM approvals_approvalstep WHERE id = NEW.step_id;
    IF step.target NOT IN ('approved', 'rejected', 'returned') THEN
        RAISE EXCEPTION 'step % decided nothing that a worker is told', NEW.step_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_of_a_decision';
    END IF;
    IF EXISTS (SELECT FROM approvals_approvalstep WHERE takes_back_id = NEW.step_id) THEN
        RAISE EXCEPTION 'decision % was taken back', NEW.step_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_of_what_stands';
    END IF;
    IF NEW."on" < (step.at AT TIME ZONE 'Asia/Shanghai')::date
       OR NEW."on" > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'nobody is told before the decision, nor after it is recorded'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_after_the_decision';
    END IF;
    -- The last day to collect is of an approval, after the day of the telling; who is told again has no longer.
    SELECT collect_by INTO last_day FROM outcomes_telling WHERE step_id = NEW.step_id ORDER BY id LIMIT 1;
    IF FOUND AND NEW.collect_by IS DISTINCT FROM last_day
       OR NOT FOUND AND (NEW.collect_by <= NEW."on" OR NEW.collect_by IS NOT NULL AND step.target <> 'approved') THEN
        RAISE EXCEPTION 'the last day to collect is that of the first telling'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'telling_collect_by';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outcomes_telling_guard BEFORE INSERT ON outcomes_telling
    FOR EACH ROW EXECUTE FUNCTION outcomes_guard_telling();

-- What a family was told is not taken back like a slip of the pen (撤回).
-- Test: tests/cases/outcomes/test_retracted.py.
CREATE FUNCTION outcomes_guard_retracting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM outcomes_telling WHERE step_id = NEW.takes_back_id) THEN
        RAISE EXCEPTION 'the family was told of decision %', NEW.takes_back_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_retracted_before_it_was_told';
    END IF;
    RETURN NEW;
END $$;
-- Named to come before the guards that ask for the money.
CREATE TRIGGER approvals_approvalstep_not_told BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.takes_back_id IS NOT NULL) EXECUTE FUNCTION outcomes_guard_retracting();
