-- A file for the bank is made of a bank list that was released and not answered yet, and says of itself what the batch
-- says; afterwards it stays as it was made (append_only.sql).
-- Test: tests/funds/payments/test_bank_files.py.

CREATE FUNCTION bank_file_is_of_its_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    batch payments_paymentbatch;
BEGIN
    SELECT * INTO batch FROM payments_paymentbatch WHERE id = NEW.batch_id FOR SHARE;
    IF batch.method <> 'bank' THEN
        RAISE EXCEPTION 'what is paid in cash goes to no bank'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_file_of_a_bank_list';
    END IF;
    IF batch.state NOT IN ('released', 'sent', 'settled') THEN
        RAISE EXCEPTION 'a list goes to the bank when it was released'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_file_of_released_batch';
    END IF;
    IF EXISTS (SELECT FROM payments_payment WHERE batch_id = NEW.batch_id AND state <> 'sent') THEN
        RAISE EXCEPTION 'a list goes to the bank before the bank answers'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_file_before_the_answer';
    END IF;
    IF (batch.count, batch.total) IS DISTINCT FROM (NEW.count, NEW.total) THEN
        RAISE EXCEPTION 'a list for the bank has the totals of its batch'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_file_has_totals';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_bankfile_of_batch BEFORE INSERT ON payments_bankfile
    FOR EACH ROW EXECUTE FUNCTION bank_file_is_of_its_batch();
