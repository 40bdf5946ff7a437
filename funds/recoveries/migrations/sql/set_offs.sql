-- What somebody owes is kept back (抵扣) of what the same union owes to the same person: asked for while the recovery and
-- the payable are open and no line of a batch pays it, with consent in writing; what was asked for does not change; no
-- line begins while it waits; decided once (by whom is a check of the table). Approved, it is in the books by two
-- journals, that of the aid which was not paid and that of the debt which is less, of the same sum; and no journal sets
-- anything off that nobody approved. Whoever stands in (代办) was asked to.
-- Why: without it aid is withheld on nobody's decision, or a debt vanishes against money that was paid all the same.
-- Test: tests/funds/payments/test_set_offs.py.

CREATE FUNCTION set_off_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY['state', 'decided_at', 'decided_by_id', 'decided_for_id', 'why'];
    owed payments_payable;
    asked recoveries_recovery;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a set-off stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'set_off_stays';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        to_jsonb(NEW) - steps <> to_jsonb(OLD) - steps
        OR OLD.state <> 'asked' AND to_jsonb(NEW) - ancestors <> to_jsonb(OLD) - ancestors
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

-- Neither a journal nor a repayment sets off what nobody approved.
CREATE FUNCTION set_off_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known boolean;
BEGIN
    IF TG_TABLE_NAME = 'ledgers_journal' THEN
        known := EXISTS (SELECT FROM recoveries_setoff WHERE uid = NEW.id AND state = 'approved');
    ELSE
        known := EXISTS (SELECT FROM recoveries_setoff WHERE id = NEW.set_off_id AND state = 'approved'
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
    IF EXISTS (SELECT FROM recoveries_setoff WHERE payable_id = NEW.payable_id AND state = 'asked') THEN
        RAISE EXCEPTION 'somebody decides first what is set off'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_waits_for_set_off';
    END IF;
    RETURN NEW;
END $$;
-- By its name after the trigger that locks the payable.
CREATE TRIGGER payments_payment_begins_undisputed BEFORE INSERT ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_waits_for_set_off();
