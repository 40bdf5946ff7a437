-- What is matched comes to the same on both sides, says why where no journal stands for it, and stays once a month that
-- ends on or after its last day is signed. A month is signed by nobody who brought one of its statements in or said of its
-- lines that no journal stands for them, in order, over what the bank and the books say; then no journal that moves money
-- of the account comes into it.
-- Test: tests/funds/books/test_around_python.py.

CREATE FUNCTION books_signed_until(account bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(until_on), '0001-01-01') FROM books_reconciliation WHERE account_id = account
$$;

CREATE FUNCTION books_match_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held books_linematch;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a match is undone, not changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'match_is_undone';
    END IF;
    IF TG_OP = 'INSERT' THEN held := NEW; ELSE held := OLD; END IF;
    PERFORM FROM books_bankaccount WHERE id = held.account_id FOR UPDATE;
    IF held."on" <= books_signed_until(held.account_id) THEN
        RAISE EXCEPTION 'the month of match % is signed', held.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'match_of_a_signed_month';
    END IF;
    RETURN held;
END $$;
CREATE TRIGGER books_match_keeps BEFORE INSERT OR UPDATE OR DELETE ON books_linematch
    FOR EACH ROW EXECUTE FUNCTION books_match_keeps();

CREATE FUNCTION books_matched_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held books_linematch;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a match is undone, not changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'match_is_undone';
    END IF;
    SELECT * INTO held FROM books_linematch WHERE id = coalesce(NEW.match_id, OLD.match_id);
    PERFORM FROM books_bankaccount WHERE id = held.account_id FOR UPDATE;
    IF held."on" <= books_signed_until(held.account_id) THEN
        RAISE EXCEPTION 'the month of match % is signed', held.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'match_of_a_signed_month';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER books_matchedline_keeps BEFORE INSERT OR UPDATE OR DELETE ON books_matchedline
    FOR EACH ROW EXECUTE FUNCTION books_matched_keeps();
CREATE TRIGGER books_matchedjournal_keeps BEFORE INSERT OR UPDATE OR DELETE ON books_matchedjournal
    FOR EACH ROW EXECUTE FUNCTION books_matched_keeps();

-- Looked at when the transaction ends, on the items too: one that is taken out later leaves the rest unequal.
CREATE FUNCTION books_require_whole(one bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held books_linematch;
    bank numeric;
    books numeric;
    latest date;
    kind text;
BEGIN
    SELECT * INTO held FROM books_linematch WHERE id = one;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT sum(CASE l.way WHEN 'in' THEN l.amount ELSE -l.amount END), max(l."on") INTO bank, latest
        FROM books_matchedline m JOIN books_statementline l ON l.id = m.line_id
        WHERE m.match_id = one AND l.account_id = held.account_id;
    SELECT sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END), greatest(latest, max(j."on")) INTO books, latest
        FROM books_matchedjournal m JOIN ledgers_journal j ON j.id = m.journal_id
        JOIN ledgers_posting p ON p.journal_id = j.id JOIN ledgers_account a ON a.id = p.account_id
             AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
        JOIN ledgers_budgetline l ON l.id = a.line_id
        JOIN books_accountfund s ON s.fund_id = l.fund_id AND s.account_id = held.account_id
        WHERE m.match_id = one AND m.account_id = held.account_id;
    SELECT b.kind INTO kind FROM books_bankaccount b WHERE b.id = held.account_id;
    IF EXISTS (SELECT FROM books_matchedline m JOIN books_statementline l ON l.id = m.line_id
               JOIN books_statement s ON s.id = l.statement_id
               WHERE m.match_id = one AND (l.account_id <> held.account_id OR s.state <> 'taken'))
       OR EXISTS (SELECT FROM books_matchedjournal m WHERE m.match_id = one AND m.account_id <> held.account_id)
       OR held."on" IS DISTINCT FROM greatest(latest, books_signed_until(held.account_id) + 1)
       OR held.kind = 'aside' AND (kind <> 'basic' OR books IS NOT NULL OR bank IS NULL)
       OR held.kind <> 'aside' AND coalesce(bank, 0) <> coalesce(books, 0) THEN
        RAISE EXCEPTION 'match %: the bank says %, the books say %', one, bank, books
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_comes_to_the_same';
    END IF;
    IF EXISTS (SELECT FROM books_matchedjournal WHERE match_id = one) THEN RETURN; END IF;
    IF held.reason = '' THEN
        RAISE EXCEPTION 'match % has no journal and says not why', one
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_without_journal_explained';
    END IF;
    IF EXISTS (
        SELECT FROM books_reconciliation r JOIN books_matchedline m ON m.match_id = one
        JOIN books_statementline l ON l.id = m.line_id AND l."on" <= r.until_on
        WHERE r.account_id = held.account_id
          AND ARRAY[held.made_by_id, held.made_for_id] && ARRAY[r.signed_by_id, r.signed_for_id]
    ) THEN
        RAISE EXCEPTION 'match % settles without a journal what its maker signed as in transit', one
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'match_not_of_own_sheet';
    END IF;
END $$;
CREATE FUNCTION books_match_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM books_require_whole(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_match_whole AFTER INSERT ON books_linematch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_match_whole();
CREATE FUNCTION books_matched_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM books_require_whole(coalesce(NEW.match_id, OLD.match_id));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_matchedline_whole AFTER INSERT OR DELETE ON books_matchedline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_matched_whole();
CREATE CONSTRAINT TRIGGER books_matchedjournal_whole AFTER INSERT OR DELETE ON books_matchedjournal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_matched_whole();

-- What the books say lies in an account at the end of a day.
CREATE FUNCTION books_book_balance(account bigint, until date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT b.opening + books_moved(b.id, b.opening_on, until) + coalesce((
        SELECT sum(CASE l.way WHEN 'in' THEN l.amount ELSE -l.amount END)
        FROM books_linematch m JOIN books_matchedline i ON i.match_id = m.id JOIN books_statementline l ON l.id = i.line_id
        WHERE m.account_id = b.id AND m.kind = 'aside' AND m."on" <= until), 0)
    FROM books_bankaccount b WHERE b.id = account
$$;

CREATE FUNCTION books_month_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    account books_bankaccount;
    signed date;
BEGIN
    SELECT * INTO account FROM books_bankaccount WHERE id = NEW.account_id FOR UPDATE;
    SELECT max(until_on) INTO signed FROM books_reconciliation WHERE account_id = account.id;
    IF NEW.union_id <> account.union_id
       OR NEW.until_on <> (NEW.month + interval '1 month' - interval '1 day')::date
       OR NEW.month <> (CASE WHEN signed IS NULL THEN date_trunc('month', account.opening_on + 1)::date
                             ELSE signed + 1 END) THEN
        RAISE EXCEPTION 'months of account % are signed in order', account.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_in_order';
    END IF;
    IF NOT EXISTS (SELECT FROM books_statement
                   WHERE account_id = account.id AND state = 'taken' AND until_on >= NEW.until_on)
       OR NEW.bank_balance <> books_bank_balance(account.id, NEW.until_on)
       OR NEW.book_balance <> books_book_balance(account.id, NEW.until_on) THEN
        RAISE EXCEPTION 'the bank says %, the books say %', books_bank_balance(account.id, NEW.until_on),
            books_book_balance(account.id, NEW.until_on)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_of_what_is_there';
    END IF;
    IF EXISTS (
        SELECT FROM books_statement s
        WHERE s.account_id = account.id AND s.state = 'taken' AND s.from_on <= NEW.until_on AND s.until_on >= NEW.month
          AND ARRAY[NEW.signed_by_id, NEW.signed_for_id]
              && ARRAY[s.taken_by_id, s.taken_for_id, s.ended_by_id, s.ended_for_id]
    ) THEN
        RAISE EXCEPTION 'whoever brings statements in signs nothing'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reconciliation_by_another';
    END IF;
    IF EXISTS (
        SELECT FROM books_linematch m
        WHERE m.account_id = account.id AND m."on" BETWEEN NEW.month AND NEW.until_on
          AND NOT EXISTS (SELECT FROM books_matchedjournal WHERE match_id = m.id)
          AND ARRAY[m.made_by_id, m.made_for_id] && ARRAY[NEW.signed_by_id, NEW.signed_for_id]
    ) THEN
        RAISE EXCEPTION 'whoever matched without a journal signs nothing'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'reconciliation_not_of_own_word';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_month_enters BEFORE INSERT ON books_reconciliation
    FOR EACH ROW EXECUTE FUNCTION books_month_enters();

-- By its name after the triggers of the ledger. FOR SHARE: whoever signs waits for us, or we find the month signed.
CREATE FUNCTION books_posting_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT s.account_id, j."on", sum(CASE f.side WHEN 'D' THEN f.amount ELSE -f.amount END) AS moved
        FROM fresh f JOIN ledgers_account a ON a.id = f.account_id
             AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
        JOIN ledgers_budgetline l ON l.id = a.line_id JOIN books_accountfund s ON s.fund_id = l.fund_id
        JOIN ledgers_journal j ON j.id = f.journal_id
        GROUP BY s.account_id, j.id, j."on" ORDER BY s.account_id
    LOOP
        PERFORM FROM books_bankaccount WHERE id = part.account_id FOR SHARE;
        IF part.moved <> 0 AND part."on" <= books_signed_until(part.account_id) THEN
            RAISE EXCEPTION 'the month of % is signed for account %', part."on", part.account_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_of_a_signed_month';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_into_signed_month AFTER INSERT ON ledgers_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION books_posting_signed();
