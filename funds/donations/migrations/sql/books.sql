-- A receipt and its money are of one piece: what is confirmed was received in the same amount in the books of its own
-- union, from the source that it says and for its use alone; the journal is reversed with the receipt, and only with
-- it. Looked at when the transaction ends; a reversal by hand is refused at once, so that the ledger's page says why.
-- Test: tests/funds/donations/test_around_python.py.

CREATE FUNCTION donation_in_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.form = 'money' AND NEW.state IN ('confirmed', 'void_asked', 'void') AND NOT EXISTS (
        SELECT FROM ledgers_journal journal JOIN ledgers_fund fund ON fund.id = NEW.fund_id
        WHERE journal.id = NEW.journal_id AND journal.event = 'receive' AND journal.union_id = NEW.union_id
          AND journal.source = 'ledgers.fund:' || NEW.fund_id AND fund.source = NEW.source
          AND NEW.amount = (SELECT sum(amount) FROM ledgers_posting WHERE journal_id = journal.id AND side = 'D')
          AND NOT EXISTS (SELECT FROM ledgers_funduse
                          WHERE fund_id = NEW.fund_id AND use_id NOT IN (NEW.use_id, 'pool')))
    THEN
        RAISE EXCEPTION 'a donation is in the books as it was entered' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.form = 'money' AND NEW.state = 'void' AND NOT EXISTS (
        SELECT FROM ledgers_journal WHERE id = NEW.reversal_id AND reverses_id = NEW.journal_id)
    THEN
        RAISE EXCEPTION 'a void receipt took its money out of the books' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER donation_in_books AFTER UPDATE ON donations_donation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION donation_in_books();

CREATE FUNCTION donation_reversed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM donations_donation WHERE journal_id = NEW.reverses_id
          AND (state <> 'void' OR reversal_id IS DISTINCT FROM NEW.id))
    THEN
        RAISE EXCEPTION 'the money of a receipt goes with the receipt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_of_a_receipt';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_reversed BEFORE INSERT ON ledgers_journal FOR EACH ROW
    WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION donation_reversed();
