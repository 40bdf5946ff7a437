-- A statement comes in once and whole: it begins where the one before ended, its lines add up to its closing balance,
-- none of them is from another time, and nothing is added later. A line says what the bank says, for good; only the
-- newest statement is taken back, while nothing of it is used, and its lines go with it. One of which a booking was
-- refused stays for that booking, under a fingerprint of its own, so that the bank's line may come in again.
-- Test: tests/funds/books/test_around_python.py.

-- What the bank says lies in an account at the end of a day: what it began with and the lines that were taken in.
CREATE FUNCTION books_bank_balance(account bigint, until date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT b.opening + coalesce((
        SELECT sum(CASE l.way WHEN 'in' THEN l.amount ELSE -l.amount END)
        FROM books_statementline l JOIN books_statement s ON s.id = l.statement_id
        WHERE l.account_id = b.id AND l."on" <= until AND s.state = 'taken'), 0)
    FROM books_bankaccount b WHERE b.id = account
$$;

CREATE FUNCTION books_line_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    statement books_statement;
BEGIN
    SELECT * INTO statement FROM books_statement WHERE id = NEW.statement_id;
    IF statement.state <> 'waiting' OR statement.account_id <> NEW.account_id
       OR NEW."on" NOT BETWEEN statement.from_on AND statement.until_on THEN
        RAISE EXCEPTION 'a line comes with its statement, from its time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_of_its_statement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_line_enters BEFORE INSERT ON books_statementline
    FOR EACH ROW EXECUTE FUNCTION books_line_enters();

CREATE FUNCTION books_line_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM books_statement WHERE id = OLD.statement_id) <> 'dropped'
       OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'fingerprint' <> to_jsonb(OLD) - 'fingerprint' THEN
        RAISE EXCEPTION 'line % stays as the bank gave it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'statement_line_stays';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER books_line_keeps BEFORE UPDATE OR DELETE ON books_statementline
    FOR EACH ROW EXECUTE FUNCTION books_line_keeps();
CREATE TRIGGER books_line_no_truncate BEFORE TRUNCATE ON books_statementline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION books_statement_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    ending text[] := free || ARRAY['state', 'ended_at', 'ended_by_id', 'ended_for_id'];
    word text[] := ARRAY['state', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_for_id', 'why'];
    account books_bankaccount;
    before date;
    net numeric;
BEGIN
    IF (OLD.state, NEW.state) = ('taken', 'dropped') AND NEW.withdrawn_by_id IS NOT NULL
       AND to_jsonb(NEW) - word = to_jsonb(OLD) - word THEN
        PERFORM FROM books_bankaccount WHERE id = OLD.account_id FOR UPDATE;
        IF OLD.from_on <= books_signed_until(OLD.account_id)
           OR EXISTS (SELECT FROM books_statement
                      WHERE account_id = OLD.account_id AND state = 'taken' AND until_on > OLD.until_on)
           OR EXISTS (SELECT FROM books_statementline l WHERE l.statement_id = OLD.id AND (
                      EXISTS (SELECT FROM books_matchedline WHERE line_id = l.id)
                      OR EXISTS (SELECT FROM books_linebooking WHERE line_id = l.id AND state <> 'dropped'))) THEN
            RAISE EXCEPTION 'something rests on statement %', OLD.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'statement_withdrawn_unused';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'waiting' AND NEW.state <> OLD.state THEN free := ending; END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'statement % stays as the bank gave it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'statement_stays';
    END IF;
    IF OLD.state = 'waiting' AND NEW.state = 'taken' THEN
        SELECT * INTO account FROM books_bankaccount WHERE id = NEW.account_id FOR UPDATE;
        SELECT coalesce(max(until_on), account.opening_on) INTO before
            FROM books_statement WHERE account_id = account.id AND state = 'taken';
        SELECT coalesce(sum(CASE way WHEN 'in' THEN amount ELSE -amount END), 0) INTO net
            FROM books_statementline WHERE statement_id = NEW.id;
        IF account.state <> 'open' OR NEW.from_on <> before + 1
           OR NEW.opening <> books_bank_balance(account.id, before) OR NEW.opening + net <> NEW.closing THEN
            RAISE EXCEPTION 'statement % does not follow from what was there', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_adds_up';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_statement_keeps BEFORE UPDATE ON books_statement
    FOR EACH ROW EXECUTE FUNCTION books_statement_keeps();
CREATE FUNCTION books_statement_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM books_statementline l WHERE l.statement_id = NEW.id
        AND NOT EXISTS (SELECT FROM books_linebooking WHERE line_id = l.id);
    UPDATE books_statementline SET fingerprint = 'withdrawn ' || id WHERE statement_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER books_statement_withdrawn AFTER UPDATE OF state ON books_statement
    FOR EACH ROW WHEN (OLD.state = 'taken' AND NEW.state = 'dropped') EXECUTE FUNCTION books_statement_withdrawn();

CREATE FUNCTION books_statement_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'waiting' OR NEW.union_id <> (SELECT union_id FROM books_bankaccount WHERE id = NEW.account_id) THEN
        RAISE EXCEPTION 'a statement waits first, at the union of its account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_begins';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_statement_enters BEFORE INSERT ON books_statement
    FOR EACH ROW EXECUTE FUNCTION books_statement_enters();
CREATE TRIGGER books_statement_no_delete BEFORE DELETE ON books_statement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_statement_no_truncate BEFORE TRUNCATE ON books_statement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
