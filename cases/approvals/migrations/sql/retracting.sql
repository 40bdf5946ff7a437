-- 撤回: a signature is taken back, with a reason, by whoever gave it and while they hold that post, as the last thing that was
-- done with the case: not once it is shown to the public, put on the agenda of those who decide next, paid or told to the
-- family. The case then stands where it stood, and nothing of what the signature gave is held any more (requirement B3).
-- Test: tests/cases/approvals/test_retracted.py.

CREATE FUNCTION approvals_may_retract(step approvals_approvalstep, signed approvals_approvalstep) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT step.is_decision AND btrim(step.comment) <> ''
       AND (step.application_id, step.round) = (signed.application_id, signed.round)
       AND signed.is_decision AND signed.action IN ('pass', 'approve') AND signed.target <> 'public_notice'
       AND (step.source, step.target) = (signed.target, signed.source)
       AND step.stage_no IS NOT DISTINCT FROM signed.next_no AND step.next_no = signed.stage_no
       AND ARRAY[signed.by_id, signed.stood_in_for_id] && ARRAY[step.by_id, step.stood_in_for_id]
       AND EXISTS (SELECT FROM approvals_routestage stage
                    WHERE stage.application_id = step.application_id AND stage.round = step.round
                      AND stage.position = signed.stage_no
                      AND approvals_holds_post(coalesce(step.stood_in_for_id, step.by_id),
                                               approvals_as_it_waits(stage, signed.lap), step.at))
       AND NOT EXISTS (SELECT FROM approvals_approvalstep later
                        WHERE later.application_id = signed.application_id AND later.id > signed.id)
$$;

CREATE FUNCTION approvals_rests_on(signed approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT signed.target = 'approved' AND (
               EXISTS (SELECT FROM giving_fulfilment WHERE application_id = signed.application_id)
            OR EXISTS (SELECT FROM giving_instalment WHERE application_id = signed.application_id)
            OR EXISTS (SELECT FROM completions_completion WHERE application_id = signed.application_id)
            OR EXISTS (SELECT FROM payments_payment payment JOIN payments_payable payable ON payable.id = payment.payable_id
                        WHERE payable.source = 'applications.application:' || signed.application_id
                          AND payable.created_at >= signed.at))
        OR signed.stage_no IS DISTINCT FROM signed.next_no AND EXISTS (
               SELECT FROM bodies_agendaitem item JOIN bodies_meeting meeting ON meeting.id = item.meeting_id
                 JOIN applications_application application ON application.id = signed.application_id
                WHERE item.kind = 'applications.application' AND item.target_id = signed.application_id::text
                  AND item.round = signed.round AND item.removed_at IS NULL AND meeting.union_id = application.awaits_id)
$$;

CREATE FUNCTION approvals_guard_retracting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed approvals_approvalstep%ROWTYPE;
BEGIN
    SELECT * INTO signed FROM approvals_approvalstep WHERE id = NEW.takes_back_id;
    IF approvals_may_retract(NEW, signed) IS NOT TRUE OR approvals_rests_on(signed) THEN
        RAISE EXCEPTION 'a signature on application % is not taken back so', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_retracts_what_nobody_acted_on';
    END IF;
    IF signed.target = 'approved' AND EXISTS (
        SELECT FROM ledgers_commitment WHERE source = 'applications.application:' || NEW.application_id
           AND (committed > 0 OR in_transit > 0 OR paid > 0)
    ) THEN
        RAISE EXCEPTION 'money is still held for application %', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_retracts_with_its_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_retracts BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.takes_back_id IS NOT NULL) EXECUTE FUNCTION approvals_guard_retracting();
