-- What somebody owes is kept back (抵扣) of what the same union owes to the same person: asked for while the recovery and
-- the payable are open and no line of a batch pays it, with consent in writing; what was asked for does not change; no
-- line begins while it waits; decided once (by whom is a check of the table). Approved, it is in the books by two
-- journals, that of the aid which was not paid and that of the debt which is less, of the same sum; and no journal sets
-- anything off that nobody approved. It is undone while nothing else of the payable went anywhere, by two people again:
-- both journals are reversed, and none of them is without that. Whoever stands in (代办) was asked to.
-- Why: without it aid is withheld on nobody's decision, or a debt vanishes against money that was paid all the same.
-- Test: tests/funds/payments/test_set_offs.py.

CREATE FUNCTION set_off_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY['state', 'decided_at', 'decided_by_id', 'decided_for_id', 'why'];
    undo text[] := ARRAY['undo_at', 'undo_by_id', 'undo_for_id', 'undo_why'];
    review text[] := ARRAY['reviewed_at', 'reviewed_by_id', 'reviewed_for_id', 'review'];
    owed payments_payable;
    asked recoveries_recovery;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a set-off stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_stays';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        NOT CASE
            WHEN OLD.state = 'asked' THEN to_jsonb(NEW) - steps = to_jsonb(OLD) - steps
                 AND NEW.state NOT IN ('undoing', 'undone')
            WHEN (OLD.state, NEW.state) = ('approved', 'undoing') THEN
                 to_jsonb(NEW) - (ancestors || undo || ARRAY['state'])
                 = to_jsonb(OLD) - (ancestors || undo || ARRAY['state'])
            WHEN OLD.state = 'undoing' AND NEW.state IN ('approved', 'undone') THEN
                 to_jsonb(NEW) - (ancestors || review || ARRAY['state'])
                 = to_jsonb(OLD) - (ancestors || review || ARRAY['state'])
            ELSE to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors
        END
    ) THEN
        RAISE EXCEPTION 'a set-off is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_frozen';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state <> 'asked' THEN
        RAISE EXCEPTION 'a set-off is asked for first'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_begins_asked';
    END IF;
    IF TG_OP = 'INSERT' OR NEW.state = 'approved' AND OLD.state = 'asked' THEN
        SELECT * INTO owed FROM payments_payable WHERE id = NEW.payable_id FOR NO KEY UPDATE;
        SELECT * INTO asked FROM recoveries_recovery WHERE id = NEW.recovery_id FOR NO KEY UPDATE;
        IF owed.state <> 'open' OR NOT recovery_is_open(asked.state) OR NEW.union_id <> asked.union_id
           OR NEW.amount > asked.amount - asked.repaid
           OR NOT EXISTS (
               SELECT FROM ledgers_commitment c JOIN ledgers_budgetline l ON l.id = c.line_id
               WHERE c.id = owed.commitment_id AND l.union_id = asked.union_id AND NEW.amount <= c.committed)
           OR NOT EXISTS (
               SELECT FROM payments_payment p JOIN payments_payable y ON y.id = p.payable_id
               WHERE p.id = asked.payment_id AND y.id <> owed.id AND y.id_number_index = owed.id_number_index)
           OR EXISTS (SELECT FROM payments_payment WHERE payable_id = owed.id AND payment_is_live(state)) THEN
            RAISE EXCEPTION 'what is owed to a payee is set off against what they owe'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_of_what_is_open';
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NEW.state IN ('undoing', 'undone') THEN
        SELECT * INTO owed FROM payments_payable WHERE id = NEW.payable_id FOR NO KEY UPDATE;
        IF owed.state = 'void' OR EXISTS (
            SELECT FROM payments_payment
            WHERE payable_id = owed.id AND (payment_is_live(state) OR payment_has_left(state))
        ) THEN
            RAISE EXCEPTION 'what was set off of money that went on is not undone'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_undone_before_it_went';
        END IF;
    END IF;
    IF NEW.undo_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.undo_by_id, NEW.undo_for_id, NEW.undo_at), false)
       OR NEW.reviewed_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.reviewed_by_id, NEW.reviewed_for_id, NEW.reviewed_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_by_who_stands_in';
    END IF;
    IF NEW.asked_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.asked_by_id, NEW.asked_for_id, NEW.asked_at), false)
       OR NEW.decided_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recoveries_setoff_guard BEFORE INSERT OR UPDATE OR DELETE ON recoveries_setoff
    FOR EACH ROW EXECUTE FUNCTION set_off_guard();
CREATE TRIGGER recoveries_setoff_no_truncate BEFORE TRUNCATE ON recoveries_setoff
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION set_off_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledgers_journal j JOIN ledgers_posting p ON p.journal_id = j.id AND p.side = 'D'
        JOIN payments_payable y ON y.commitment_id = p.commitment_id
        WHERE j.id = NEW.uid AND j.event = 'set_off' AND p.amount = NEW.amount AND y.id = NEW.payable_id
    ) OR NOT EXISTS (
        SELECT FROM recoveries_repayment
        WHERE set_off_id = NEW.id AND recovery_id = NEW.recovery_id AND amount = NEW.amount
    ) THEN
        RAISE EXCEPTION 'what is set off is in the books on both sides'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_booked';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recoveries_setoff_booked AFTER UPDATE OF state ON recoveries_setoff
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION set_off_booked();

-- Undone, it is out of the books on both sides, and out of what came back.
CREATE FUNCTION set_off_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF 2 <> (
        SELECT count(*) FROM ledgers_journal r WHERE r.reverses_id IN (
            NEW.uid, (SELECT key FROM recoveries_repayment WHERE set_off_id = NEW.id))
    ) OR EXISTS (SELECT FROM recoveries_recovery WHERE id = NEW.recovery_id AND repaid <> recovery_came(id)) THEN
        RAISE EXCEPTION 'what is undone is out of the books on both sides'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_taken_back';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recoveries_setoff_taken_back AFTER UPDATE OF state ON recoveries_setoff
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'undone') EXECUTE FUNCTION set_off_taken_back();
CREATE FUNCTION set_off_reversed_as_undone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT event FROM ledgers_journal WHERE id = NEW.reverses_id) IN ('set_off', 'recover') AND NOT EXISTS (
        SELECT FROM recoveries_setoff s LEFT JOIN recoveries_repayment r ON r.set_off_id = s.id
        WHERE s.state = 'undone' AND NEW.reverses_id IN (s.uid, r.key)
    ) THEN
        RAISE EXCEPTION 'nobody undid what journal % takes back', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_reversed_as_undone';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recoveries_journal_reversed_as_undone AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
    EXECUTE FUNCTION set_off_reversed_as_undone();

-- Neither a journal nor a repayment sets off what nobody approved.
CREATE FUNCTION set_off_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known boolean;
BEGIN
    IF TG_TABLE_NAME = 'ledgers_journal' THEN
        known := EXISTS (SELECT FROM recoveries_setoff
                         WHERE uid = NEW.id AND state IN ('approved', 'undoing', 'undone'));
    ELSE
        known := EXISTS (SELECT FROM recoveries_setoff
                         WHERE id = NEW.set_off_id AND state IN ('approved', 'undoing', 'undone')
                         AND recovery_id = NEW.recovery_id AND amount = NEW.amount);
    END IF;
    IF NOT known THEN
        RAISE EXCEPTION 'nobody approved what is set off'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_approved';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recoveries_journal_set_off_approved AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.event = 'set_off') EXECUTE FUNCTION set_off_approved();
CREATE CONSTRAINT TRIGGER recoveries_repayment_set_off_approved AFTER INSERT ON recoveries_repayment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.way = 'set_off') EXECUTE FUNCTION set_off_approved();

CREATE FUNCTION payment_waits_for_set_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recoveries_setoff WHERE payable_id = NEW.payable_id AND state IN ('asked', 'undoing')) THEN
        RAISE EXCEPTION 'somebody decides first what is set off'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_waits_for_set_off';
    END IF;
    RETURN NEW;
END $$;
-- By its name after the trigger that locks the payable.
CREATE TRIGGER payments_payment_begins_undisputed BEFORE INSERT ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_waits_for_set_off();
