-- 同意（调整金额）: who signs may agree to less than was applied for, never to more; what is approved, and held and paid, is
-- the sum of the last signature that stands. Until then, and once it is approved no more, the sum is what was applied for.
-- Those who agree at one stage agree to one sum, and nobody approves more than the notice of the round showed.
-- Test: tests/cases/approvals/test_proposed.py.

CREATE FUNCTION approvals_asked_sum(application applications_application) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT (content -> 'application' ->> 'amount')::numeric FROM applications_submission
     WHERE application_id = application.id AND round = application.round
$$;

CREATE FUNCTION approvals_agreed_sum(application applications_application) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT proposed FROM approvals_approvalstep step
         WHERE step.application_id = application.id AND step.round = application.round AND proposed IS NOT NULL
           AND approvals_stands(step)
         ORDER BY step.id DESC LIMIT 1
    ), approvals_asked_sum(application))
$$;

CREATE FUNCTION approvals_guard_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_application application
         WHERE id = NEW.application_id AND NEW.proposed > 0 AND NEW.proposed <= approvals_asked_sum(application)
    ) THEN
        RAISE EXCEPTION 'nobody agrees to more than was applied for with application %', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_proposes_no_more_than_was_asked';
    END IF;
    IF EXISTS (
        SELECT FROM approvals_approvalstep signed JOIN applications_application application
            ON application.id = signed.application_id
         WHERE (signed.application_id, signed.round, signed.stage_no) = (NEW.application_id, NEW.round, NEW.stage_no)
           AND signed.is_decision AND signed.action IN ('pass', 'approve') AND approvals_stands(signed)
           AND NEW.proposed <> approvals_agreed_sum(application)
    ) THEN
        RAISE EXCEPTION 'those who agree at one stage of application % agree to one sum', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_proposes_one_sum_at_a_stage';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_proposes BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.proposed IS NOT NULL) EXECUTE FUNCTION approvals_guard_proposal();

CREATE FUNCTION approvals_guard_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amount IS DISTINCT FROM (CASE NEW.state
        WHEN 'approved' THEN approvals_agreed_sum(NEW)
        WHEN 'revoked' THEN OLD.amount
        WHEN 'lapsed' THEN OLD.amount
        ELSE approvals_asked_sum(NEW)
    END) THEN
        RAISE EXCEPTION 'the sum of application % is what was applied for, or what was agreed to', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_sum_as_agreed';
    END IF;
    IF NEW.state = 'approved' AND NEW.amount > (
        SELECT amount FROM notices_noticeentry
         WHERE source = 'applications.application:' || NEW.id AND round = NEW.round
    ) THEN
        RAISE EXCEPTION 'application % is approved with no more than its notice showed', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_sum_as_shown';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_sum BEFORE UPDATE ON applications_application
    FOR EACH ROW WHEN (
        OLD.state NOT IN ('draft', 'returned')
        AND (NEW.amount IS DISTINCT FROM OLD.amount OR NEW.state = 'approved' AND OLD.state <> 'approved')
    ) EXECUTE FUNCTION approvals_guard_sum();
