-- A payment line and its batch stay as they were sent to the bank; what becomes of them is written beside it. What
-- has ended (paid, failed, bounced, cancelled) stays ended, but for money that the bank confirmed and gave back (退汇),
-- which no bank does of what was handed out.
-- While the batch is a draft a line leaves it, with the reason beside it, and the totals follow (batch_totals.sql).
-- Test: tests/funds/payments/test_around_python.py.

CREATE FUNCTION payment_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM payments_paymentbatch b JOIN payments_droppedline d ON d.batch_id = b.id AND d.line = OLD.line
        WHERE b.id = OLD.batch_id AND b.state = 'draft' AND d.payable_id = OLD.payable_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR
       (OLD.uid, OLD.union_id, OLD.batch_id, OLD.line, OLD.payable_id, OLD.payee, OLD.other_id, OLD.bank_name, OLD.bank_branch,
        OLD.bank_card, OLD.bank_card_index, OLD.amount, OLD.codes)
       IS DISTINCT FROM
       (NEW.uid, NEW.union_id, NEW.batch_id, NEW.line, NEW.payable_id, NEW.payee, NEW.other_id, NEW.bank_name, NEW.bank_branch,
        NEW.bank_card, NEW.bank_card_index, NEW.amount, NEW.codes)
    THEN
        RAISE EXCEPTION 'a payment line is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF payment_has_ended(OLD.state) AND NEW.state <> OLD.state
       AND ((OLD.state, NEW.state) <> ('paid', 'bounced') OR OLD.bank_card_index IS NULL) THEN
        RAISE EXCEPTION 'a payment that ended stays ended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION batch_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (OLD.number, OLD.method, OLD.made_by_id, OLD.union_id)
          IS DISTINCT FROM (NEW.number, NEW.method, NEW.made_by_id, NEW.union_id)
       OR (OLD.count, OLD.total) IS DISTINCT FROM (NEW.count, NEW.total)
          AND (OLD.state, NEW.state) <> ('draft', 'draft')
    THEN
        RAISE EXCEPTION 'a payment batch is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_frozen BEFORE UPDATE OR DELETE ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_frozen();
CREATE TRIGGER batch_frozen BEFORE UPDATE OR DELETE ON payments_paymentbatch
    FOR EACH ROW EXECUTE FUNCTION batch_frozen();
