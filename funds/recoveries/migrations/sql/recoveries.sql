-- A recovery asks back what one payment paid, of the union that paid, and never more than was paid and nobody asked for
-- yet: the payment's row is locked, so that two who ask at once take turns. What is asked for does not change. What came
-- back is the sum of its repayments and nothing else; nothing comes once it is settled, waived or void. Money that the
-- bank returned is asked back of nobody, and none of it came from the family.
-- Test: tests/funds/payments/test_recoveries.py.

-- OPEN_STATES of states.py (tests/funds/payments/test_states.py).
CREATE FUNCTION recovery_is_open(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT state IN ('opened', 'agreed', 'repaying') $$;

-- What came back of a recovery: all that was written down, but for a set-off that was undone.
CREATE FUNCTION recovery_came(recovery bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(r.amount), 0) FROM recoveries_repayment r LEFT JOIN recoveries_setoff s ON s.id = r.set_off_id
    WHERE r.recovery_id = recovery AND s.state IS DISTINCT FROM 'undone'
$$;

CREATE FUNCTION recovery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line payments_payment;
    came numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a recovery stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_stays';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO line FROM payments_payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
        IF line.state <> 'paid' OR NEW.union_id <> (SELECT union_id FROM payments_paymentbatch WHERE id = line.batch_id)
        THEN
            RAISE EXCEPTION 'what was paid is asked back by the union that paid'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_of_paid_money';
        END IF;
        IF NEW.state <> 'opened' OR NEW.repaid <> 0 THEN
            RAISE EXCEPTION 'a recovery begins with nothing'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_begins_open';
        END IF;
        IF line.amount < NEW.amount + coalesce(
            (SELECT sum(amount) FROM recoveries_recovery WHERE payment_id = NEW.payment_id AND state <> 'void'), 0)
        THEN
            RAISE EXCEPTION 'more is asked back than was paid'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_within_payment';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.uid, OLD.union_id, OLD.number, OLD.payment_id, OLD.reason, OLD.note, OLD.amount, OLD.opened_at,
        OLD.opened_by_id)
       IS DISTINCT FROM
       (NEW.uid, NEW.union_id, NEW.number, NEW.payment_id, NEW.reason, NEW.note, NEW.amount, NEW.opened_at,
        NEW.opened_by_id)
       OR NOT recovery_is_open(OLD.state) AND NEW.state <> OLD.state
          AND NOT (OLD.state = 'settled' AND NEW.state = 'repaying' AND NEW.repaid < OLD.repaid) THEN
        RAISE EXCEPTION 'a recovery is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_frozen';
    END IF;
    came := recovery_came(NEW.id);
    IF NEW.repaid <> came THEN
        RAISE EXCEPTION 'what came back is what was written down'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_repaid_is_sum';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recoveries_recovery_guard BEFORE INSERT OR UPDATE OR DELETE ON recoveries_recovery
    FOR EACH ROW EXECUTE FUNCTION recovery_guard();

CREATE FUNCTION repayment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked recoveries_recovery;
BEGIN
    SELECT * INTO asked FROM recoveries_recovery WHERE id = NEW.recovery_id FOR NO KEY UPDATE;
    IF NOT recovery_is_open(asked.state) THEN
        RAISE EXCEPTION 'nothing comes once a recovery has ended'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'repayment_while_open';
    END IF;
    IF asked.amount < NEW.amount + recovery_came(NEW.recovery_id) THEN
        RAISE EXCEPTION 'more comes back than was asked for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'repayment_within_demand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recoveries_repayment_guard BEFORE INSERT ON recoveries_repayment
    FOR EACH ROW EXECUTE FUNCTION repayment_guard();

-- It is booked by the same transaction: the journal bears its key and its sum on all lines. And it is counted.
CREATE FUNCTION repayment_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT sum(p.amount) FROM ledgers_journal j JOIN ledgers_posting p ON p.journal_id = j.id
        WHERE j.id = NEW.key AND j.event = 'recover' AND p.side = 'D'
    ) IS DISTINCT FROM NEW.amount OR (SELECT repaid FROM recoveries_recovery WHERE id = NEW.recovery_id)
         <> recovery_came(NEW.recovery_id) THEN
        RAISE EXCEPTION 'what came back is in the books'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'repayment_booked';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recoveries_repayment_booked AFTER INSERT ON recoveries_repayment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION repayment_booked();

CREATE FUNCTION recovery_guard_bounce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recoveries_recovery WHERE payment_id = NEW.id
               AND (repaid > 0 OR recovery_is_open(state))) THEN
        RAISE EXCEPTION 'what the bank returned is not asked back as well'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bounced_without_recovery';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_bounced_unasked BEFORE UPDATE OF state ON payments_payment FOR EACH ROW
    WHEN (NEW.state = 'bounced' AND OLD.state <> 'bounced') EXECUTE FUNCTION recovery_guard_bounce();

-- Whoever stands in (代办) for somebody of a step was asked to, on that day.
CREATE FUNCTION recovery_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.asked_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.asked_by_id, NEW.asked_for_id, NEW.asked_at), false)
       OR NEW.waived_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.waived_by_id, NEW.waived_for_id, NEW.waived_at), false)
       OR NEW.voided_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.voided_by_id, NEW.voided_for_id, NEW.voided_at), false)
       OR NEW.declined_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.declined_by_id, NEW.declined_for_id, NEW.declined_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovery_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recoveries_recovery_stand_in
    BEFORE INSERT OR UPDATE OF asked_for_id, waived_for_id, voided_for_id, declined_for_id ON recoveries_recovery
    FOR EACH ROW EXECUTE FUNCTION recovery_guard_stand_in();
