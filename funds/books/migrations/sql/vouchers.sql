-- A voucher is drawn up from one journal of its union and month that moved money, one entry of cash that has its own,
-- one loan that was written off, or one slip that moved goods of its union, gets the number after the last one of the
-- month, comes with entries that balance and move in the subject of the bank, the cash, what is lent or the goods, what
-- the journal, loan or slip moved (of the cash where a payout stands, else of the bank), and stays; somebody else
-- checks it, once (a check of the table). It says whom the maker of the journal or slip, or who asked to write the loan
-- off, stood in for.
-- Test: tests/funds/books/test_vouchers.py, tests/funds/books/test_goods.py, tests/funds/books/test_loans.py.

-- Yuan by which a slip changed what lies in the stores of a union; null where it moved nothing of it (yet).
CREATE FUNCTION books_goods_moved(slip bigint, of_union bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN s.kind <> 'transfer' AND s.state = 'posted' AND s.union_id = of_union THEN v.yuan
        WHEN s.kind = 'transfer' AND s.state = 'received' AND s.union_id <> t.union_id THEN
            CASE of_union WHEN s.union_id THEN v.yuan WHEN t.union_id THEN -v.yuan END
        END
    FROM goods_slip s LEFT JOIN goods_store t ON t.id = s.to_store_id, LATERAL (
        SELECT sum(l.change * o.value) AS yuan FROM goods_slipline l JOIN goods_lot o ON o.id = l.lot_id
        WHERE l.slip_id = s.id) v
    WHERE s.id = slip
$$;

CREATE FUNCTION books_voucher_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM goods_slip s WHERE s.id = NEW.slip_id AND s."on" <= NEW."on" AND s.made_by_id = NEW.maker_id
          AND s.made_for_id IS NOT DISTINCT FROM NEW.maker_for_id AND date_trunc('month', NEW."on")::date = NEW.month
        UNION ALL SELECT FROM books_cashentry c
        WHERE c.id = NEW.cash_id AND c.union_id = NEW.union_id AND c."on" = NEW."on" AND c.has_voucher
          AND date_trunc('month', c."on")::date = NEW.month AND c.made_by_id = NEW.maker_id
          AND c.made_for_id IS NOT DISTINCT FROM NEW.maker_for_id
        UNION ALL SELECT FROM loans_loan n
        WHERE n.id = NEW.loan_id AND n.union_id = NEW.union_id AND n.state = 'written'
          AND (n.written_at AT TIME ZONE 'Asia/Shanghai')::date = NEW."on"
          AND date_trunc('month', NEW."on")::date = NEW.month AND n.asked_by_id = NEW.maker_id
          AND n.asked_for_id IS NOT DISTINCT FROM NEW.maker_for_id
        UNION ALL SELECT FROM ledgers_journal j
        WHERE j.id = NEW.journal_id AND j.union_id = NEW.union_id AND j."on" = NEW."on"
          AND date_trunc('month', j."on")::date = NEW.month AND j.made_by_id = NEW.maker_id
          AND j.made_for_id IS NOT DISTINCT FROM NEW.maker_for_id
    ) OR num_nonnulls(NEW.checked_at, NEW.checked_by_id, NEW.checked_for_id) > 0 THEN
        RAISE EXCEPTION 'a voucher is of its journal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_of_its_journal';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('books_voucher', NEW.union_id));
    NEW.number := 1 + coalesce((
        SELECT max(number) FROM books_voucher WHERE union_id = NEW.union_id AND month = NEW.month), 0);
    NEW.xact := pg_current_xact_id();
    NEW.attachments := 0;
    RETURN NEW;
END $$;
CREATE TRIGGER books_voucher_enters BEFORE INSERT ON books_voucher
    FOR EACH ROW EXECUTE FUNCTION books_voucher_enters();

CREATE FUNCTION books_voucher_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    free text[] := ancestors || ARRAY['attachments', 'checked_at', 'checked_by_id', 'checked_for_id'];
BEGIN
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free
       OR OLD.checked_by_id IS NOT NULL AND to_jsonb(NEW) - ancestors <> to_jsonb(OLD) - ancestors
       OR NEW.checked_by_id IS NULL AND num_nonnulls(NEW.checked_at, NEW.checked_for_id) > 0 THEN
        RAISE EXCEPTION 'voucher % stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_stays';
    END IF;
    IF NEW.attachments <> OLD.attachments AND NEW.attachments <> (
        SELECT coalesce(sum(count), 0) FROM books_voucherpaper WHERE voucher_id = NEW.id) THEN
        RAISE EXCEPTION 'voucher % has as many papers as are named', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_attachments_are_papers';
    END IF;
    IF NEW.checked_by_id IS NOT NULL AND OLD.checked_by_id IS NULL AND EXISTS (
        SELECT FROM books_voucherpaper
        WHERE voucher_id = NEW.id AND (set_by_id IN (NEW.checked_by_id, NEW.checked_for_id)
                                       OR set_for_id IN (NEW.checked_by_id, NEW.checked_for_id))) THEN
        RAISE EXCEPTION 'voucher % is checked by somebody who named none of its papers', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_checked_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_voucher_keeps BEFORE UPDATE ON books_voucher
    FOR EACH ROW EXECUTE FUNCTION books_voucher_keeps();
CREATE TRIGGER books_voucher_no_delete BEFORE DELETE ON books_voucher
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_voucher_no_truncate BEFORE TRUNCATE ON books_voucher
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_voucher_stand_in BEFORE INSERT OR UPDATE OF drawn_for_id, checked_for_id ON books_voucher
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('drawn', 'checked');

CREATE FUNCTION books_entry_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM books_voucher WHERE id = NEW.voucher_id AND xact = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'entries of voucher % come with it', NEW.voucher_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_entry_with_its_voucher';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_entry_enters BEFORE INSERT ON books_voucherentry
    FOR EACH ROW EXECUTE FUNCTION books_entry_enters();

-- On the voucher, not on the entry: one without entries must fail too.
CREATE FUNCTION books_voucher_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    net numeric;
    cash numeric;
    moved numeric;
BEGIN
    SELECT coalesce(sum(CASE side WHEN 'D' THEN amount ELSE -amount END), 1),
           coalesce(sum(CASE side WHEN 'D' THEN amount ELSE -amount END)
                    FILTER (WHERE subject = ANY (CASE WHEN NEW.slip_id IS NOT NULL THEN ARRAY['141']
                                                      WHEN NEW.loan_id IS NOT NULL THEN ARRAY['13501']
                                                      WHEN NEW.cash_id IS NOT NULL OR EXISTS (
                                                          SELECT FROM books_cashentry c WHERE c.journal_id = NEW.journal_id
                                                          AND NOT EXISTS (
                                                              SELECT FROM books_cashentry u WHERE u.reverses_id = c.id))
                                                      THEN ARRAY['101'] ELSE ARRAY['102'] END)), 0)
        INTO net, cash FROM books_voucherentry WHERE voucher_id = NEW.id;
    SELECT coalesce(sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END),
                    books_goods_moved(NEW.slip_id, NEW.union_id), (
                        SELECT CASE WHEN kind IN ('withdraw', 'over', 'undo_in') THEN amount ELSE -amount END
                        FROM books_cashentry WHERE id = NEW.cash_id), (
                        SELECT -written_off FROM loans_loan WHERE id = NEW.loan_id), 0) INTO moved
        FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
             AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
        WHERE p.journal_id = NEW.journal_id;
    IF net <> 0 OR cash = 0 OR cash <> moved THEN
        RAISE EXCEPTION 'voucher %: off by %, the bank or stock % and the books %', NEW.id, net, cash, moved
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_balanced';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_voucher_whole AFTER INSERT ON books_voucher
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_voucher_whole();
