-- A call after a payment is drawn by the rule's seed (rules.lot_of draws the same), asks on or after the day of the
-- payment, and is made by nobody who decided on the money, made, checked, released or sent its batch, or wrote down the
-- bank's answer, nor for somebody who did. What was answered stays. An answer that is not the sum of the books opens a
-- difference by itself; it is settled by neither of those hands nor by who asked. Whoever was not reached is given up
-- for good by none of those hands either; without a name a call ends only with a payment that came back.
-- Test: tests/cases/callbacks/test_callbacks.py.

CREATE FUNCTION callbacks_lot(seed uuid, key uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || left(encode(sha256(convert_to(seed::text || ':' || key::text, 'UTF8')), 'hex'), 8)
           )::bit(32)::bigint % 10000
$$;

-- Whether somebody has a hand in a payment; of campaigns whoever put the list in and decided on it.
CREATE FUNCTION callbacks_has_hand(which bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(person IN (
               batch.made_by_id, batch.made_for_id, batch.checked_by_id, batch.checked_for_id, batch.released_by_id,
               batch.released_for_id, batch.sent_by_id, batch.sent_for_id, paid.resolved_by_id, owed.created_by_id
           ), false)
           OR EXISTS (
               SELECT 1 FROM approvals_approvalstep step
                WHERE step.is_decision AND person IN (step.by_id, step.stood_in_for_id)
                  AND step.application_id = CASE split_part(owed.source, ':', 1)
                      WHEN 'applications.application' THEN split_part(owed.source, ':', 2)::bigint
                      WHEN 'giving.instalment' THEN (
                          SELECT part.application_id FROM giving_instalment part
                           WHERE part.id = split_part(owed.source, ':', 2)::bigint) END)
           OR split_part(owed.source, ':', 1) = 'campaigns.beneficiary' AND EXISTS (
               SELECT 1 FROM campaigns_beneficiary one JOIN campaigns_campaignlist list ON list.id = one.list_id
                WHERE one.id = split_part(owed.source, ':', 2)::bigint
                  AND person IN (list.submitted_by_id, list.submitted_for_id, list.decided_by_id, list.decided_for_id))
      FROM payments_payment paid
      JOIN payments_paymentbatch batch ON batch.id = paid.batch_id
      JOIN payments_payable owed ON owed.id = paid.payable_id
     WHERE paid.id = which
$$;

CREATE FUNCTION callbacks_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'due' OR NEW.tries <> 0 OR NOT EXISTS (
        SELECT 1 FROM payments_payment paid
         WHERE paid.id = NEW.payment_id AND paid.state = 'paid' AND paid.union_id = NEW.union_id
           AND paid.paid_on < NEW.due_on) THEN
        RAISE EXCEPTION 'a call begins due, after a payment that arrived'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_after_payment';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER callbacks_callback_begins BEFORE INSERT ON callbacks_callback
    FOR EACH ROW EXECUTE FUNCTION callbacks_begin();

CREATE FUNCTION callbacks_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.uid, OLD.payment_id, OLD.rule_id, OLD.household_id, OLD.due_on, OLD.union_id)
        IS DISTINCT FROM (NEW.uid, NEW.payment_id, NEW.rule_id, NEW.household_id, NEW.due_on, NEW.union_id)
       OR OLD.state IN ('done', 'ended') AND (
        OLD.state, OLD.tries, OLD.on, OLD.mode, OLD.said_amount, OLD.received_on, OLD.collector, OLD.spent_on,
        OLD.effect, OLD.score, OLD.opinion, OLD.measure, OLD.reason, OLD.signed_at, OLD.signed_by_id, OLD.signed_for_id
    ) IS DISTINCT FROM (
        NEW.state, NEW.tries, NEW.on, NEW.mode, NEW.said_amount, NEW.received_on, NEW.collector, NEW.spent_on,
        NEW.effect, NEW.score, NEW.opinion, NEW.measure, NEW.reason, NEW.signed_at, NEW.signed_by_id, NEW.signed_for_id)
    THEN
        RAISE EXCEPTION 'call % stays as it was written down', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_stays';
    END IF;
    IF NEW.tries <> (SELECT count(*) FROM callbacks_callbacktry one WHERE one.callback_id = NEW.id)
       OR NEW.state = 'unreached' AND NEW.tries < 3 THEN
        RAISE EXCEPTION 'call % counts its tries, and is given up after three', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_tries_counted';
    END IF;
    IF NEW.state = 'ended' AND OLD.state = 'due' AND NEW.signed_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'call % is given up for good after its tries alone', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_ended_unreached';
    END IF;
    IF NEW.state IN ('done', 'ended') AND OLD.state <> NEW.state THEN
        IF NEW.on < (SELECT paid_on FROM payments_payment WHERE id = NEW.payment_id)
           OR NEW.on > NEW.signed_at::date + 1 THEN
            RAISE EXCEPTION 'nobody is asked before the money arrived'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_after_payment';
        END IF;
        IF callbacks_has_hand(NEW.payment_id, NEW.signed_by_id)
           OR NEW.signed_for_id IS NOT NULL AND callbacks_has_hand(NEW.payment_id, NEW.signed_for_id) THEN
            RAISE EXCEPTION 'whoever decided or paid neither calls nor ends a call'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_by_another';
        END IF;
        IF NEW.signed_for_id IS NOT NULL
           AND NOT coalesce(stands_in_for(NEW.signed_by_id, NEW.signed_for_id, NEW.signed_at), false) THEN
            RAISE EXCEPTION 'nobody stands in without being asked to'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_by_who_stands_in';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER callbacks_callback_guard BEFORE UPDATE OR DELETE ON callbacks_callback
    FOR EACH ROW EXECUTE FUNCTION callbacks_guard();

-- Asked when the transaction ends: the call ends before the payment says that it came back.
CREATE FUNCTION callbacks_guard_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM payments_payment WHERE id = NEW.payment_id AND state = 'paid') THEN
        RAISE EXCEPTION 'call % is ended by somebody, for a reason', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_ended_by_somebody';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER callbacks_callback_ends AFTER UPDATE ON callbacks_callback DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'ended' AND NEW.signed_by_id IS NULL AND OLD.state <> 'ended')
    EXECUTE FUNCTION callbacks_guard_end();

CREATE FUNCTION callbacks_open_difference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO callbacks_difference (union_id, callback_id, said, booked, state, opened_on, outcome, finding)
    SELECT NEW.union_id, NEW.id, NEW.said_amount, paid.amount, 'open', NEW.on, '', ''
      FROM payments_payment paid WHERE paid.id = NEW.payment_id AND paid.amount <> NEW.said_amount;
    RETURN NULL;
END $$;
CREATE TRIGGER callbacks_callback_differs AFTER UPDATE ON callbacks_callback FOR EACH ROW
    WHEN (NEW.state = 'done' AND OLD.state <> 'done') EXECUTE FUNCTION callbacks_open_difference();

CREATE FUNCTION callbacks_guard_difference() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked callbacks_callback%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.callback_id, OLD.said, OLD.booked, OLD.opened_on, OLD.union_id)
        IS DISTINCT FROM (NEW.callback_id, NEW.said, NEW.booked, NEW.opened_on, NEW.union_id)
       OR OLD.state = 'settled' AND (
        OLD.state, OLD.outcome, OLD.finding, OLD.settled_at, OLD.settled_by_id, OLD.settled_for_id
    ) IS DISTINCT FROM (
        NEW.state, NEW.outcome, NEW.finding, NEW.settled_at, NEW.settled_by_id, NEW.settled_for_id) THEN
        RAISE EXCEPTION 'difference % stays as it was found', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_difference_stays';
    END IF;
    -- Once, as it is settled: whoever got a hand in the payment since does not hold fast what was settled before.
    IF NEW.state <> 'settled' OR OLD.state = 'settled' THEN RETURN NEW; END IF;
    SELECT * INTO asked FROM callbacks_callback WHERE id = NEW.callback_id;
    IF NEW.settled_by_id IN (asked.signed_by_id, asked.signed_for_id)
       OR NEW.settled_for_id IN (asked.signed_by_id, asked.signed_for_id)
       OR callbacks_has_hand(asked.payment_id, NEW.settled_by_id)
       OR NEW.settled_for_id IS NOT NULL AND callbacks_has_hand(asked.payment_id, NEW.settled_for_id) THEN
        RAISE EXCEPTION 'a difference is settled by somebody else'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'callback_difference_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER callbacks_difference_guard BEFORE UPDATE OR DELETE ON callbacks_difference
    FOR EACH ROW EXECUTE FUNCTION callbacks_guard_difference();
