-- A decision that a review changed (action "reopen") is taken anew by others: whoever signed it, or had somebody sign it
-- for them, signs nothing more of that application (requirement B3).
-- Test: tests/cases/outcomes/test_reopening.py.

CREATE FUNCTION approvals_was_reviewed(application bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM approvals_approvalstep signed
          JOIN approvals_approvalstep decision
            ON (decision.application_id, decision.round, decision.lap, decision.stage_no, decision.action)
             = (signed.application_id, signed.round, signed.lap, signed.stage_no, signed.action)
           AND decision.target IN ('approved', 'rejected')
          JOIN approvals_approvalstep reopened
            ON (reopened.application_id, reopened.round) = (signed.application_id, signed.round)
           AND reopened.action = 'reopen'
         WHERE signed.application_id = application AND signed.is_decision
           AND person IN (signed.by_id, signed.stood_in_for_id)
           AND NOT EXISTS (SELECT FROM approvals_approvalstep undone WHERE undone.takes_back_id = signed.id)
    )
$$;

CREATE FUNCTION approvals_guard_reviewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF approvals_was_reviewed(NEW.application_id, NEW.by_id)
       OR approvals_was_reviewed(NEW.application_id, NEW.stood_in_for_id) THEN
        RAISE EXCEPTION 'nobody decides again what a review changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_a_review_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_reviewed BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION approvals_guard_reviewed();
