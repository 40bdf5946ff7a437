-- People sign for what is handed out in cash, and only once it was fetched.
-- Test: tests/funds/payments/test_signed_pages.py.

CREATE FUNCTION page_of_cash_that_was_fetched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM payments_paymentbatch WHERE id = NEW.batch_id AND method = 'cash' AND sent_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'nobody signs before the cash is there'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signed_page_of_cash';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_signedpage_of_cash BEFORE INSERT ON payments_signedpage
    FOR EACH ROW EXECUTE FUNCTION page_of_cash_that_was_fetched();
