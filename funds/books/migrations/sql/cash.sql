-- The cash of a union: entries only grow, in the order of their days, get the number and the balance after them here,
-- and never take out more than is there; a payout is a journal that paid, not by the bank, of the same sum, entered by somebody else
-- than who keeps the books (会计基础工作规范 article 12), of its month, before a voucher of the bank is drawn up, and entered
-- anew once it was taken back, and so is a gift, of a journal that received a donation in cash, which is done in its month or after its voucher is drawn up; nothing comes before the box
-- was opened or into a closed month; an entry is taken back once and whole, by a second person, and not after a count
-- booked what was wrong, unless it is a gift that went back with a void receipt. A count is of what the books say then; a
-- second person confirms or refuses it, and what was more or less is entered as that count says.
-- Test: tests/funds/books/test_cash.py.

CREATE FUNCTION books_cash_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    box books_cashbox;
    held books_cashcount;
    original books_cashentry;
BEGIN
    SELECT * INTO box FROM books_cashbox WHERE id = NEW.box_id FOR UPDATE;
    IF NEW.union_id <> box.union_id
       OR NEW."on" < coalesce((SELECT max("on") FROM books_cashentry WHERE box_id = box.id), '0001-01-01') THEN
        RAISE EXCEPTION 'entries of box % come in the order of their days', box.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_entry_in_order';
    END IF;
    IF NEW."on" < (box.opened_at AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'box % was opened on %', box.id, box.opened_at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_entry_after_opening';
    END IF;
    IF EXISTS (SELECT FROM ledgers_period
               WHERE union_id = box.union_id AND state = 'closed' AND month >= date_trunc('month', NEW."on")::date) THEN
        RAISE EXCEPTION 'the month of % is closed', NEW."on"
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_entry_in_open_month';
    END IF;
    IF NEW.kind = 'payout' AND NOT EXISTS (
        SELECT FROM ledgers_journal j JOIN ledgers_posting p ON p.journal_id = j.id AND p.side = 'C'
        WHERE j.id = NEW.journal_id AND j.union_id = box.union_id AND j.event = 'settle' AND j."on" <= NEW."on"
          AND j.made_by_id <> NEW.made_by_id AND j.made_by_id IS DISTINCT FROM NEW.made_for_id
          AND j.made_for_id IS DISTINCT FROM NEW.made_by_id
          AND NOT EXISTS (SELECT FROM payments_paymentbatch b
                          WHERE 'payments.paymentbatch:' || b.id = j.source AND b.method = 'bank')
        GROUP BY j.id HAVING sum(p.amount) = NEW.amount) THEN
        RAISE EXCEPTION 'a payout is a journal that paid as much, made by somebody else'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_payout_of_its_journal';
    END IF;
    IF NEW.kind = 'gift' AND NOT EXISTS (
        SELECT FROM donations_donation d JOIN ledgers_journal j ON j.id = d.journal_id
        WHERE j.id = NEW.journal_id AND d.union_id = box.union_id AND d.method = 'cash' AND d.amount = NEW.amount
          AND d.state IN ('confirmed', 'void_asked') AND j."on" <= NEW."on"
          AND j.made_by_id IS DISTINCT FROM NEW.made_for_id AND j.made_by_id <> NEW.made_by_id
          AND j.made_for_id IS DISTINCT FROM NEW.made_by_id) THEN
        RAISE EXCEPTION 'a gift is the journal of a donation in cash of as much, made by somebody else'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_gift_of_its_donation';
    END IF;
    IF NEW.kind IN ('payout', 'gift') THEN  -- Under the lock of whoever draws vouchers up (vouchers.sql).
        PERFORM pg_advisory_xact_lock(hashtextextended('books_voucher', NEW.union_id));
        IF EXISTS (SELECT FROM books_cashentry c WHERE c.journal_id = NEW.journal_id
                   AND NOT EXISTS (SELECT FROM books_cashentry u WHERE u.reverses_id = c.id)) THEN
            RAISE EXCEPTION 'journal % was paid out already', NEW.journal_id
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'cash_payout_once';
        END IF;
        IF EXISTS (SELECT FROM books_voucher WHERE journal_id = NEW.journal_id)
           OR NOT EXISTS (SELECT FROM ledgers_journal
                          WHERE id = NEW.journal_id AND date_trunc('month', "on") = date_trunc('month', NEW."on")) THEN
            RAISE EXCEPTION 'the voucher of journal % says the bank', NEW.journal_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_payout_before_its_voucher';
        END IF;
    END IF;
    IF NEW.kind IN ('undo_in', 'undo_out') THEN
        SELECT * INTO original FROM books_cashentry WHERE id = NEW.reverses_id;
        IF original.box_id <> box.id OR original.amount <> NEW.amount OR NEW.memo = ''
           OR NEW.kind <> (CASE original.kind WHEN 'withdraw' THEN 'undo_out' WHEN 'payout' THEN 'undo_in'
                                              WHEN 'deposit' THEN 'undo_in' WHEN 'gift' THEN 'undo_out' ELSE '' END) THEN
            RAISE EXCEPTION 'entry % is taken back whole, with a reason', original.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_undo_of_its_entry';
        END IF;
        IF NEW.made_by_id IN (original.made_by_id, original.made_for_id)
           OR NEW.made_for_id IN (original.made_by_id, original.made_for_id) THEN
            RAISE EXCEPTION 'entry % is taken back by a second person', original.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_undo_by_another';
        END IF;
        IF EXISTS (SELECT FROM books_cashentry WHERE box_id = box.id AND kind IN ('over', 'short')
                   AND (year, number) > (original.year, original.number))
           AND NOT (original.kind = 'gift' AND EXISTS (SELECT FROM donations_donation
                    WHERE journal_id = original.journal_id AND state = 'void')) THEN
            RAISE EXCEPTION 'a count after entry % booked what was wrong', original.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_undo_before_the_count';
        END IF;
    END IF;
    IF NEW.kind IN ('over', 'short') THEN
        SELECT * INTO held FROM books_cashcount WHERE id = NEW.count_id;
        IF held.box_id <> box.id OR held.state <> 'confirmed' OR NEW.amount <> abs(held.found - held.book)
           OR (NEW.kind = 'over') <> (held.found > held.book) THEN
            RAISE EXCEPTION 'count % says something else', held.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_difference_of_its_count';
        END IF;
    END IF;
    NEW.has_voucher := NEW.kind NOT IN ('payout', 'gift');
    IF original.kind IN ('payout', 'gift') THEN  -- Before the voucher of its journal both of them come to nothing.
        PERFORM pg_advisory_xact_lock(hashtextextended('books_voucher', NEW.union_id));
        NEW.has_voucher := EXISTS (SELECT FROM books_voucher WHERE journal_id = original.journal_id);
        IF NOT NEW.has_voucher AND date_trunc('month', NEW."on") <> date_trunc('month', original."on") THEN
            RAISE EXCEPTION 'entry % of another month has no voucher yet', original.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_undo_after_its_voucher';
        END IF;
    END IF;
    NEW.year := extract(year FROM NEW."on");
    NEW.number := 1 + coalesce((SELECT max(number) FROM books_cashentry WHERE box_id = box.id AND year = NEW.year), 0);
    NEW.balance := box.balance
        + CASE WHEN NEW.kind IN ('withdraw', 'gift', 'over', 'undo_in') THEN NEW.amount ELSE -NEW.amount END;
    UPDATE books_cashbox SET balance = NEW.balance WHERE id = box.id;
    RETURN NEW;
END $$;
CREATE TRIGGER books_cash_enters BEFORE INSERT ON books_cashentry
    FOR EACH ROW EXECUTE FUNCTION books_cash_enters();
CREATE TRIGGER books_cash_stand_in BEFORE INSERT ON books_cashentry
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('made');

CREATE FUNCTION books_cashbox_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' AND NEW.balance <> 0
       OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - free - 'balance' <> to_jsonb(OLD) - free - 'balance'
       OR TG_OP = 'UPDATE' AND NEW.balance <> OLD.balance AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the balance of a box is that of its entries'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cash_balance_of_its_entries';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_cashbox_keeps BEFORE INSERT OR UPDATE ON books_cashbox
    FOR EACH ROW EXECUTE FUNCTION books_cashbox_keeps();
CREATE TRIGGER books_cashbox_stand_in BEFORE INSERT ON books_cashbox
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('opened');
CREATE TRIGGER books_cashbox_no_delete BEFORE DELETE ON books_cashbox
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_cashbox_no_truncate BEFORE TRUNCATE ON books_cashbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION books_count_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    box books_cashbox;
BEGIN
    SELECT * INTO box FROM books_cashbox WHERE id = NEW.box_id FOR UPDATE;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'counted' OR NEW.union_id <> box.union_id OR NEW.book <> box.balance
           OR num_nonnulls(NEW.watched_at, NEW.watched_by_id, NEW.watched_for_id) > 0 THEN
            RAISE EXCEPTION 'a count begins with what the books say'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_count_of_the_books';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'counted' AND NEW.state <> 'counted' THEN
        free := free || ARRAY['state', 'watched_at', 'watched_by_id', 'watched_for_id', 'decision'];
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'count % stays', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cash_count_stays';
    END IF;
    IF NEW.state = 'confirmed' AND OLD.state = 'counted' AND NEW.book <> box.balance THEN
        RAISE EXCEPTION 'the books went on since count %', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_count_of_the_books';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_count_keeps BEFORE INSERT OR UPDATE ON books_cashcount
    FOR EACH ROW EXECUTE FUNCTION books_count_keeps();
CREATE TRIGGER books_count_stand_in BEFORE INSERT OR UPDATE OF counted_for_id, watched_for_id ON books_cashcount
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('counted', 'watched');
CREATE TRIGGER books_count_no_delete BEFORE DELETE ON books_cashcount
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_count_no_truncate BEFORE TRUNCATE ON books_cashcount
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a count found more or less is entered with its confirmation.
CREATE FUNCTION books_count_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.found <> NEW.book AND NOT EXISTS (SELECT FROM books_cashentry WHERE count_id = NEW.id) THEN
        RAISE EXCEPTION 'the difference of count % is entered', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_difference_entered';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_count_whole AFTER UPDATE OF state ON books_cashcount
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION books_count_whole();
