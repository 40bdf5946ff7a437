-- What was entered of a donation never changes; it goes its way one step at a time; its receipt gets the number
-- after the last one of its union and year, once, keeps it, and is never deleted, void or not.
-- Test: tests/funds/donations/test_around_python.py.

CREATE FUNCTION donation_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'entered' THEN
        RAISE EXCEPTION 'a donation begins as entered' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_enters BEFORE INSERT ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION donation_enters();

CREATE FUNCTION donation_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.uid, OLD.union_id, OLD.donor_id, OLD.drive_id, OLD.heads, OLD.form, OLD.amount, OLD.goods, OLD.valued_by, OLD.source, OLD.use_id,
        OLD.wish, OLD.given_on, OLD.method, OLD.bank_serial, OLD.entered_at, OLD.entered_by_id, OLD.entered_for_id)
       IS DISTINCT FROM
       (NEW.uid, NEW.union_id, NEW.donor_id, NEW.drive_id, NEW.heads, NEW.form, NEW.amount, NEW.goods, NEW.valued_by, NEW.source, NEW.use_id,
        NEW.wish, NEW.given_on, NEW.method, NEW.bank_serial, NEW.entered_at, NEW.entered_by_id, NEW.entered_for_id)
    THEN
        RAISE EXCEPTION 'what was entered of a donation stays' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.number <> '' AND
       (OLD.number, OLD.receipt_year, OLD.receipt_seq, OLD.fund_id, OLD.journal_id, OLD.assignment_id,
        OLD.confirmed_at, OLD.confirmed_by_id, OLD.confirmed_for_id)
       IS DISTINCT FROM
       (NEW.number, NEW.receipt_year, NEW.receipt_seq, NEW.fund_id, NEW.journal_id, NEW.assignment_id,
        NEW.confirmed_at, NEW.confirmed_by_id, NEW.confirmed_for_id)
    THEN
        RAISE EXCEPTION 'a receipt keeps its number and its journals' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('entered', 'confirmed'), ('entered', 'dropped'), ('confirmed', 'void_asked'),
        ('void_asked', 'confirmed'), ('void_asked', 'void'))
    THEN
        RAISE EXCEPTION 'a donation goes its way' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_keeps BEFORE UPDATE ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION donation_keeps();

CREATE FUNCTION donation_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.receipt_seq <> 1 + coalesce((
        SELECT max(receipt_seq) FROM donations_donation
        WHERE union_id = NEW.union_id AND receipt_year = NEW.receipt_year AND id <> NEW.id), 0)
    THEN
        RAISE EXCEPTION 'receipts are numbered without gaps' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_numbers BEFORE UPDATE ON donations_donation FOR EACH ROW
    WHEN (OLD.number = '' AND NEW.number <> '') EXECUTE FUNCTION donation_numbers();

CREATE TRIGGER donation_stays BEFORE DELETE ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER donation_not_emptied BEFORE TRUNCATE ON donations_donation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
