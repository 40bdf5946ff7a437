-- Interest or a fee of the bank (补记入账): asked for of a line that was taken in, goes the same way and is in no match, or
-- in one of a signed month whose booking was reversed since; then it is in the books or not, and out of them when its
-- journal was reversed. What does not call itself interest or a fee is small and explained; a person is paid by a
-- payment, never by a fee.
-- Why: a fee is the one way for money to leave without a payee.
-- Test: tests/funds/books/test_booking.py.

-- The words and sums of rules/suggesting.py: whether a line may be booked as this kind, with this reason.
CREATE FUNCTION books_is_bookable(kind text, words text, party text, amount numeric, reason text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT (party ~ '^[\u4e00-\u9fff·]{2,4}$' AND party !~ '(行|社|部|局|会|院|校|司|厂|店|所|中心|银联|支付)$')
       AND CASE WHEN words ~ CASE kind WHEN 'interest' THEN '结息|利息|存款息'
                                       ELSE '手续费|工本费|管理费|服务费|汇划费|年费' END
           THEN kind = 'interest' OR amount <= 1000 OR reason <> ''
           ELSE amount <= 200 AND reason <> '' END
$$;

CREATE FUNCTION books_booking_enters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line books_statementline;
    fund bigint := coalesce(NEW.fund_id, (SELECT fund_id FROM ledgers_budgetline WHERE id = NEW.line_of_id));
BEGIN
    SELECT * INTO line FROM books_statementline WHERE id = NEW.line_id;
    PERFORM FROM books_bankaccount WHERE id = line.account_id FOR UPDATE;
    IF NEW.state <> 'asked' OR num_nonnulls(NEW.booked_at, NEW.booked_by_id, NEW.booked_for_id, NEW.journal_id) > 0 THEN
        RAISE EXCEPTION 'a booking begins as asked for'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'line_booking_way';
    END IF;
    IF (NEW.kind = 'interest') <> (line.way = 'in')
       OR NOT EXISTS (SELECT FROM books_accountfund WHERE account_id = line.account_id AND fund_id = fund)
       OR (SELECT state FROM books_statement WHERE id = line.statement_id) <> 'taken'
       OR EXISTS (SELECT FROM books_matchedline m JOIN books_linematch h ON h.id = m.match_id
                  WHERE m.line_id = line.id AND (h."on" > books_signed_until(h.account_id) OR NOT EXISTS (
                      SELECT FROM books_linebooking b JOIN ledgers_journal r ON r.reverses_id = b.journal_id
                      WHERE b.line_id = line.id AND b.state = 'dropped'))) THEN
        RAISE EXCEPTION 'line % is not to be booked', line.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_booking_of_an_open_line';
    END IF;
    IF NOT books_is_bookable(NEW.kind, line.summary || ' ' || line.party, line.party, line.amount, NEW.reason) THEN
        RAISE EXCEPTION 'line % is no %', line.id, NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_booking_plausible';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_booking_enters BEFORE INSERT ON books_linebooking
    FOR EACH ROW EXECUTE FUNCTION books_booking_enters();

-- A hand is written by its own step.
CREATE FUNCTION books_booking_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    word text[] := ancestors || ARRAY['state', 'why'];
    free text[] := ancestors;
BEGIN
    IF OLD.state = 'asked' AND NEW.state <> 'asked' THEN
        free := word || ARRAY['booked_at', 'booked_by_id', 'booked_for_id', 'journal_id'];
    ELSIF (OLD.state, NEW.state) = ('booked', 'dropped')
          AND EXISTS (SELECT FROM ledgers_journal WHERE reverses_id = OLD.journal_id) THEN
        free := word;
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'a booking goes its way'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'line_booking_way';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_booking_keeps BEFORE UPDATE ON books_linebooking
    FOR EACH ROW EXECUTE FUNCTION books_booking_keeps();
CREATE TRIGGER books_booking_no_delete BEFORE DELETE ON books_linebooking
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_booking_no_truncate BEFORE TRUNCATE ON books_linebooking
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
