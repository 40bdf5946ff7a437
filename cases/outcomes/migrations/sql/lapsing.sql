-- 失效: an approval lapses by the clock alone, after the last day to collect that its family was told, without a review of it,
-- and never over money or goods that are on their way or arrived: a payment that lives or came back from the bank, a
-- set-off, a service done, a roster, nor over money that has an account to go to (then finance is late). What a person
-- voided, as with an approval that was taken back, is judged no more. What nobody made (a release of money, what is
-- voided or ended with it) is of what lapsed, and of nothing else (docs/adr/0081).
-- Test: tests/cases/outcomes/test_lapsing_guards.py.

CREATE FUNCTION outcomes_is_uncollected(application bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM payments_payable payable
                        WHERE payable.source = 'applications.application:' || application
                          AND payable.voided_by_id IS NULL
                          AND (payable.state <> 'void' OR payable.set_off_on IS NOT NULL
                               OR NOT payable.codes && ARRAY['no_card', 'card']::varchar[] OR EXISTS (
                                 SELECT FROM payments_payment WHERE payable_id = payable.id AND state <> 'cancelled')))
       AND NOT EXISTS (SELECT FROM ledgers_commitment
                        WHERE source = 'applications.application:' || application
                          AND (committed > 0 OR in_transit > 0 OR paid > 0 OR set_off > 0))
       AND NOT EXISTS (SELECT FROM giving_instalment WHERE application_id = application)
       AND NOT EXISTS (SELECT FROM giving_fulfilment service
                         JOIN applications_application row ON row.id = service.application_id
                         JOIN policies_programme programme ON programme.id = row.programme_id
                        WHERE service.application_id = application
                          AND (service.state <> 'ended' OR programme.form <> 'goods' OR EXISTS (
                                 SELECT FROM giving_rosterline WHERE fulfilment_id = service.id AND state <> 'absent')))
$$;

CREATE FUNCTION outcomes_guard_lapsing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id IS NOT NULL OR NEW.stood_in_for_id IS NOT NULL OR btrim(NEW.comment) = '' OR NOT EXISTS (
        SELECT FROM outcomes_telling told JOIN approvals_approvalstep decided ON decided.id = told.step_id
         WHERE decided.application_id = NEW.application_id AND decided.round = NEW.round AND decided.target = 'approved'
           AND told.collect_by < (NEW.at AT TIME ZONE 'Asia/Shanghai')::date
           AND NOT EXISTS (SELECT FROM outcomes_appeal WHERE step_id = decided.id)
    ) THEN
        RAISE EXCEPTION 'application % lapses by the clock, after its last day', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_lapses_after_the_last_day';
    END IF;
    IF NOT outcomes_is_uncollected(NEW.application_id) THEN
        RAISE EXCEPTION 'what application % gives is on its way or arrived', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_lapses_what_nobody_collected';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_lapses BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'lapse') EXECUTE FUNCTION outcomes_guard_lapsing();

-- At the end of the transaction: the step comes after what it lets go of.
CREATE FUNCTION outcomes_guard_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source text := coalesce(to_jsonb(NEW) ->> 'source', 'applications.application:' || (to_jsonb(NEW) ->> 'application_id'));
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_application
         WHERE id = substring(source FROM '^applications[.]application:([0-9]+)$')::bigint AND state = 'lapsed'
    ) THEN
        RAISE EXCEPTION 'nobody did this to %', source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'nobody_but_what_lapses';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outcomes_journal_by_nobody AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.made_by_id IS NULL) EXECUTE FUNCTION outcomes_guard_nobody();
CREATE CONSTRAINT TRIGGER outcomes_payable_by_nobody AFTER UPDATE ON payments_payable
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'void' AND NEW.voided_by_id IS NULL)
    EXECUTE FUNCTION outcomes_guard_nobody();
CREATE CONSTRAINT TRIGGER outcomes_fulfilment_by_nobody AFTER UPDATE ON giving_fulfilment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'ended' AND NEW.signed_by_id IS NULL)
    EXECUTE FUNCTION outcomes_guard_nobody();
CREATE CONSTRAINT TRIGGER outcomes_follow_up_by_nobody AFTER UPDATE ON giving_followup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'ended' AND NEW.signed_by_id IS NULL)
    EXECUTE FUNCTION outcomes_guard_nobody();
