-- The control totals of a batch are those of its lines: never less than them at any statement, equal to them when
-- the batch is committed. They change together while it is a draft, and not afterwards, so that a line that came later
-- would pass the total.
-- Test: tests/funds/payments/test_around_python.py.

CREATE FUNCTION batch_not_exceeded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
    SELECT b.number INTO wrong FROM payments_paymentbatch b
      JOIN payments_payment p ON p.batch_id = b.id
      WHERE b.id IN (SELECT batch_id FROM added)
      GROUP BY b.id HAVING count(*) > b.count OR sum(p.amount) > b.total LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the lines of batch % exceed its total', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION batch_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
    which bigint;
BEGIN
    IF TG_TABLE_NAME = 'payments_payment' THEN
        which := OLD.batch_id;
    ELSE
        which := NEW.id;
    END IF;
    SELECT b.number INTO wrong FROM payments_paymentbatch b LEFT JOIN payments_payment p ON p.batch_id = b.id
      WHERE b.id = which
      GROUP BY b.id HAVING count(p.id) <> b.count OR coalesce(sum(p.amount), 0) <> b.total;
    IF FOUND THEN
        RAISE EXCEPTION 'the lines of batch % do not add up to its total', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_payment_within_total AFTER INSERT ON payments_payment
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION batch_not_exceeded();
CREATE CONSTRAINT TRIGGER payments_paymentbatch_adds_up AFTER INSERT OR UPDATE OF count, total
    ON payments_paymentbatch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION batch_adds_up();
CREATE CONSTRAINT TRIGGER payments_payment_dropped_adds_up AFTER DELETE ON payments_payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION batch_adds_up();
