-- A payable is what its commitment says it is, with the parts of that on further lines: amount and source cannot be
-- anything else, and neither these nor the printed words ever change. Its payee stands still while a payment of it is
-- live: what is checked is what is sent.
-- Void is for good, and not for money that has left; of what was set off in part it gives up the rest. Whether it is
-- paid is a fact of its payments, so nobody writes it alone: the payment does, or its money when all of it was set off
-- (抵扣). A line pays what is left of its payable; the payable's row is locked when a line begins and when it leaves, so
-- that nobody voids it in between.
-- Test: tests/funds/payments/test_around_python.py.

CREATE FUNCTION payable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION 'a payable begins open' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.due_on < (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date THEN
            RAISE EXCEPTION 'a payable is due after it arose' USING ERRCODE = 'restrict_violation';
        END IF;
        IF (SELECT sum(c.amount) FROM ledgers_commitment c
             WHERE c.source = NEW.source AND (c.id = NEW.commitment_id OR c.part_of_id = NEW.commitment_id))
           IS DISTINCT FROM NEW.amount
           OR EXISTS (SELECT FROM ledgers_commitment c WHERE c.id = NEW.commitment_id AND c.part_of_id IS NOT NULL) THEN
            RAISE EXCEPTION 'a payable differs from its commitment' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR
       (OLD.uid, OLD.union_id, OLD.source, OLD.subject, OLD.number, OLD.purpose, OLD.category, OLD.commitment_id,
        OLD.amount, OLD.due_on, OLD.created_at, OLD.created_by_id)
       IS DISTINCT FROM
       (NEW.uid, NEW.union_id, NEW.source, NEW.subject, NEW.number, NEW.purpose, NEW.category, NEW.commitment_id,
        NEW.amount, NEW.due_on, NEW.created_at, NEW.created_by_id)
    THEN
        RAISE EXCEPTION 'a payable is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.payee, OLD.id_number, OLD.id_number_index, OLD.bank_name, OLD.bank_branch, OLD.bank_card,
        OLD.bank_card_index)
       IS DISTINCT FROM
       (NEW.payee, NEW.id_number, NEW.id_number_index, NEW.bank_name, NEW.bank_branch, NEW.bank_card,
        NEW.bank_card_index)
       AND EXISTS (SELECT FROM payments_payment p
                   WHERE p.payable_id = NEW.id AND payment_is_live(p.state))
    THEN
        RAISE EXCEPTION 'the payee of a live payment is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'void' THEN
        RAISE EXCEPTION 'a void payable stays void' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'void' AND (EXISTS (SELECT FROM payments_payment p
                                       WHERE p.payable_id = NEW.id AND payment_has_left(p.state))
                               OR EXISTS (SELECT FROM ledgers_commitment WHERE id = NEW.commitment_id AND set_off = amount)) THEN
        RAISE EXCEPTION 'the money of this payable has left' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> 'void' AND (NEW.state = 'paid') IS DISTINCT FROM
       (EXISTS (SELECT FROM payments_payment p WHERE p.payable_id = NEW.id AND p.state = 'paid')
        OR EXISTS (SELECT FROM ledgers_commitment WHERE id = NEW.commitment_id AND set_off = amount)) THEN
        RAISE EXCEPTION 'a payable is paid by its payment alone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payable_guard BEFORE INSERT OR UPDATE OR DELETE ON payments_payable
    FOR EACH ROW EXECUTE FUNCTION payable_guard();
CREATE FUNCTION payment_of_payable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owed payments_payable;
BEGIN
    SELECT * INTO owed FROM payments_payable WHERE id = NEW.payable_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' AND (NEW.union_id, NEW.amount) IS DISTINCT FROM
       (owed.union_id, owed.amount - (SELECT set_off FROM ledgers_commitment WHERE id = owed.commitment_id)) THEN
        RAISE EXCEPTION 'a payment differs from its payable' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF owed.state <> 'open' THEN
        RAISE EXCEPTION 'a payable that is not open is not paid' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION payment_pays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payments_payable SET state = CASE NEW.state WHEN 'paid' THEN 'paid' ELSE 'open' END WHERE id = NEW.payable_id;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_payment_begins BEFORE INSERT ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_of_payable();
CREATE TRIGGER payments_payment_leaves BEFORE UPDATE OF state ON payments_payment
    FOR EACH ROW WHEN (NEW.state = 'sent' AND OLD.state <> 'sent') EXECUTE FUNCTION payment_of_payable();
CREATE TRIGGER payments_payment_pays AFTER UPDATE OF state ON payments_payment
    FOR EACH ROW WHEN ((NEW.state = 'paid') <> (OLD.state = 'paid')) EXECUTE FUNCTION payment_pays();
