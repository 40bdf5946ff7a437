-- A list goes to the bank once it is released, and the bank answers what went: no line is paid or failed before. The mark
-- is taken off again by another person, with a reason, while the bank has answered nothing.
-- Test: tests/funds/payments/test_sending.py.

CREATE FUNCTION batch_goes_to_the_bank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'sent' AND OLD.state <> 'released' THEN
        RAISE EXCEPTION 'a list goes to the bank when it was released'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'batch_sent_when_released';
    END IF;
    IF OLD.state = 'sent' AND NEW.state = 'released' AND (
        NEW.unsent_at IS NULL OR NEW.unsent_by_id IS NULL OR NEW.unsent_why = ''
        OR OLD.sent_by_id IN (NEW.unsent_by_id, NEW.unsent_for_id)
        OR OLD.sent_for_id IN (NEW.unsent_by_id, NEW.unsent_for_id)
        OR EXISTS (SELECT FROM payments_payment WHERE batch_id = NEW.id AND state <> 'sent')
    ) THEN
        RAISE EXCEPTION 'another person takes off the mark, before the bank answers'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'batch_unsent_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_paymentbatch_sent BEFORE UPDATE OF state ON payments_paymentbatch
    FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION batch_goes_to_the_bank();

CREATE FUNCTION payment_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM payments_paymentbatch WHERE id = NEW.batch_id) <> 'sent' THEN
        RAISE EXCEPTION 'the bank answers what went to it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_answered_when_sent';
    END IF;
    IF EXISTS (
        SELECT FROM payments_paymentbatch
        WHERE id = NEW.batch_id AND method = 'cash' AND NEW.resolved_by_id IN (sent_by_id, sent_for_id)
    ) THEN
        RAISE EXCEPTION 'who fetched the cash does not say who got it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_signed_for_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_answered BEFORE UPDATE OF state ON payments_payment
    FOR EACH ROW WHEN (OLD.state = 'sent' AND NEW.state IN ('paid', 'failed')) EXECUTE FUNCTION payment_answered();
