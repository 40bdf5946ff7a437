-- Nothing is approved before its notice was over, but for a programme without one and for urgent aid (急难先行救助) up to
-- what its terms of this round allow; such an approval leaves a completion behind (requirements B4, B8).
-- Test: tests/cases/completions/test_guards.py.

CREATE FUNCTION approvals_guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_application application
          JOIN policies_programme programme ON programme.id = application.programme_id
         WHERE application.id = NEW.application_id AND (
               programme.notice_days = 0
            OR approvals_was_shown(NEW.application_id, NEW.round)
            OR application.is_urgent AND EXISTS (
                SELECT FROM completions_urgentterms
                 WHERE application_id = NEW.application_id AND round = NEW.round AND most >= application.amount))
    ) THEN
        RAISE EXCEPTION 'application % was not shown to the public', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_the_notice';
    END IF;
    RETURN NEW;
END $$;
-- Named to come after the guards that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_was_shown BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.target = 'approved') EXECUTE FUNCTION approvals_guard_notice();

-- Handed in and decided on at once is what is urgent alone, on a route whose first stage is that decision.
CREATE FUNCTION approvals_guard_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approvals_routestage stage
          JOIN completions_urgentterms terms ON terms.application_id = stage.application_id AND terms.round = stage.round
         WHERE stage.application_id = NEW.application_id AND stage.round = NEW.round AND stage.position = 0
           AND stage.kind = 'decide'
    ) THEN
        RAISE EXCEPTION 'application % is reviewed before it is decided on', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_the_review';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_at_once BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'submit' AND NEW.target = 'approval') EXECUTE FUNCTION approvals_guard_at_once();

CREATE FUNCTION approvals_guard_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM completions_completion WHERE application_id = NEW.id) THEN
        RAISE EXCEPTION 'urgent application % was approved and nothing is to be completed', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'urgent_leaves_a_completion';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER applications_application_completed AFTER UPDATE OF state ON applications_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'approved' AND NEW.is_urgent)
    EXECUTE FUNCTION approvals_guard_completed();
