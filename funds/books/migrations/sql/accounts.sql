-- What was entered of a bank account stays; it goes its way one step at a time; a fund lies in an account of its own
-- union that is or comes into use, brings nothing along into what was counted already, and leaves it while it never
-- moved money; whoever stands in (代办) was asked to.
-- That two people enter and confirm is a check of the table.
-- Test: tests/funds/books/test_around_python.py.

CREATE FUNCTION books_account_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'entered' OR num_nonnulls(NEW.confirmed_at, NEW.confirmed_by_id, NEW.confirmed_for_id, NEW.ended_at,
                                              NEW.ended_by_id, NEW.ended_for_id) > 0 THEN
        RAISE EXCEPTION 'an account begins as entered' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_account_begins';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_account_enters BEFORE INSERT ON books_bankaccount
    FOR EACH ROW EXECUTE FUNCTION books_account_enters();

-- A hand is written by its own step: who confirmed with the confirmation, who ended it with its end.
CREATE FUNCTION books_account_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id', 'headings'];
BEGIN
    IF NEW.state = 'open' AND OLD.state = 'entered' THEN
        free := free || ARRAY['state', 'confirmed_at', 'confirmed_by_id', 'confirmed_for_id'];
    ELSIF NEW.state <> OLD.state THEN
        free := free || ARRAY['state', 'why', 'ended_at', 'ended_by_id', 'ended_for_id'];
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'what was entered of account % stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_account_stays';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('entered', 'open'), ('entered', 'dropped'), ('open', 'closed')) THEN
        RAISE EXCEPTION 'account % goes its way', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_account_way';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_account_keeps BEFORE UPDATE ON books_bankaccount
    FOR EACH ROW EXECUTE FUNCTION books_account_keeps();
CREATE TRIGGER books_account_no_delete BEFORE DELETE ON books_bankaccount
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_account_no_truncate BEFORE TRUNCATE ON books_bankaccount
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the journals moved in an account from one day (not with it) to another one (with it), yuan. The sum of debits
-- less credits of these buckets is what came in, since every journal is balanced on every line.
CREATE FUNCTION books_moved(account bigint, after date, until date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END), 0)
    FROM books_accountfund s JOIN ledgers_budgetline l ON l.fund_id = s.fund_id
    JOIN ledgers_account a ON a.line_id = l.id
         AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
    JOIN ledgers_posting p ON p.account_id = a.id JOIN ledgers_journal j ON j.id = p.journal_id
    WHERE s.account_id = account AND j."on" > after AND j."on" <= until
$$;

CREATE FUNCTION books_share_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    account books_bankaccount;
    counted date;
    before numeric;
    moved boolean;
BEGIN
    SELECT * INTO account FROM books_bankaccount WHERE id = NEW.account_id FOR UPDATE;
    IF account.union_id <> (SELECT union_id FROM ledgers_fund WHERE id = NEW.fund_id) THEN
        RAISE EXCEPTION 'fund % is not of the union of account %', NEW.fund_id, NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_in_its_unions_account';
    END IF;
    IF account.state NOT IN ('entered', 'open') THEN
        RAISE EXCEPTION 'account % is %', account.id, account.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_into_account_in_use';
    END IF;
    IF account.state = 'open' THEN
        SELECT coalesce(max(until_on), account.opening_on) INTO counted
            FROM books_reconciliation WHERE account_id = account.id;
        -- the opening balance knows of sums alone, a signed month of each movement
        SELECT coalesce(sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END)
                        FILTER (WHERE j."on" <= account.opening_on), 0),
               coalesce(bool_or(j."on" > account.opening_on), false) INTO before, moved
            FROM ledgers_budgetline l JOIN ledgers_account a ON a.line_id = l.id
                 AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
            JOIN ledgers_posting p ON p.account_id = a.id JOIN ledgers_journal j ON j.id = p.journal_id
            WHERE l.fund_id = NEW.fund_id AND j."on" <= counted;
        IF before <> 0 OR moved THEN
            RAISE EXCEPTION 'fund % moved money before account % was counted on %', NEW.fund_id, account.id, counted
                USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_comes_empty';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_share_enters BEFORE INSERT ON books_accountfund
    FOR EACH ROW EXECUTE FUNCTION books_share_enters();

CREATE FUNCTION books_share_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM books_bankaccount WHERE id = OLD.account_id FOR UPDATE;
    IF TG_OP = 'UPDATE' OR (SELECT state FROM books_bankaccount WHERE id = OLD.account_id) <> 'dropped' AND EXISTS (
        SELECT FROM ledgers_budgetline l JOIN ledgers_account a ON a.line_id = l.id
             AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
        JOIN ledgers_posting p ON p.account_id = a.id WHERE l.fund_id = OLD.fund_id) THEN
        RAISE EXCEPTION 'fund % lies in account %', OLD.fund_id, OLD.account_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_stays_in_its_account';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER books_share_stays BEFORE UPDATE OR DELETE ON books_accountfund
    FOR EACH ROW EXECUTE FUNCTION books_share_stays();
CREATE TRIGGER books_share_no_truncate BEFORE TRUNCATE ON books_accountfund
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A special account holds what the books say on the day it begins with: nothing is in transit then.
CREATE FUNCTION books_account_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'special' AND NEW.opening <> books_moved(NEW.id, '0001-01-01', NEW.opening_on) THEN
        RAISE EXCEPTION 'account % begins with %, the books with %', NEW.id, NEW.opening,
            books_moved(NEW.id, '0001-01-01', NEW.opening_on)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_account_begins_as_the_books';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_account_opens BEFORE UPDATE OF state ON books_bankaccount FOR EACH ROW
    WHEN (OLD.state = 'entered' AND NEW.state = 'open') EXECUTE FUNCTION books_account_opens();

-- An account is closed once nothing lies in it or waits: what is open then can never be settled in it again.
CREATE FUNCTION books_account_closes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    covered date;
BEGIN
    SELECT coalesce(max(until_on), NEW.opening_on) INTO covered
        FROM books_statement WHERE account_id = NEW.id AND state = 'taken';
    IF books_bank_balance(NEW.id, covered) <> 0
       OR EXISTS (SELECT FROM books_statement WHERE account_id = NEW.id AND state = 'waiting')
       OR EXISTS (SELECT FROM books_linebooking b JOIN books_statementline l ON l.id = b.line_id
                  WHERE l.account_id = NEW.id AND b.state = 'asked')
       OR EXISTS (SELECT FROM books_statementline l JOIN books_statement s ON s.id = l.statement_id
                  WHERE l.account_id = NEW.id AND s.state = 'taken'
                    AND NOT EXISTS (SELECT FROM books_matchedline WHERE line_id = l.id))
       OR EXISTS (SELECT FROM books_accountfund s JOIN ledgers_budgetline l ON l.fund_id = s.fund_id
                  JOIN ledgers_account a ON a.line_id = l.id
                       AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
                  JOIN ledgers_posting p ON p.account_id = a.id JOIN ledgers_journal j ON j.id = p.journal_id
                  WHERE s.account_id = NEW.id AND j."on" > NEW.opening_on
                    AND NOT EXISTS (SELECT FROM books_matchedjournal WHERE account_id = NEW.id AND journal_id = j.id)
                  GROUP BY j.id HAVING sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) <> 0)
       OR (date_trunc('month', greatest(NEW.opening_on, books_signed_until(NEW.id)) + 1) + interval '1 month')::date
          <= covered + 1 THEN
        RAISE EXCEPTION 'something of account % is open', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'bank_account_closes_settled';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_account_closes BEFORE UPDATE OF state ON books_bankaccount FOR EACH ROW
    WHEN (OLD.state = 'open' AND NEW.state = 'closed') EXECUTE FUNCTION books_account_closes();

CREATE FUNCTION books_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := to_jsonb(NEW);
    step text;
BEGIN
    FOREACH step IN ARRAY TG_ARGV LOOP
        IF told ->> (step || '_for_id') IS NOT NULL AND NOT coalesce(stands_in_for(
            (told ->> (step || '_by_id'))::bigint, (told ->> (step || '_for_id'))::bigint,
            (told ->> (step || '_at'))::timestamptz), false) THEN
            RAISE EXCEPTION 'nobody stands in without being asked to'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'books_by_who_stands_in';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER books_account_stand_in BEFORE INSERT OR UPDATE OF entered_for_id, confirmed_for_id, ended_for_id
    ON books_bankaccount FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('entered', 'confirmed', 'ended');
CREATE TRIGGER books_statement_stand_in BEFORE INSERT OR UPDATE OF taken_for_id, ended_for_id, withdrawn_for_id
    ON books_statement FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('taken', 'ended', 'withdrawn');
CREATE TRIGGER books_match_stand_in BEFORE INSERT ON books_linematch
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('made');
CREATE TRIGGER books_booking_stand_in BEFORE INSERT OR UPDATE OF asked_for_id, booked_for_id ON books_linebooking
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('asked', 'booked');
CREATE TRIGGER books_month_stand_in BEFORE INSERT ON books_reconciliation
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('signed');
