-- Double entry kept by the database: balanced journals, periods in order, balances without overdraft, caps, mirrored
-- reversals, gapless numbers (docs/adr/0005). `ledger_post` is the only way in.
-- Test: tests/funds/ledgers/test_around_python.py.

-- Balances, counters and the like change only from the triggers below: depth 1 is this trigger itself.
CREATE FUNCTION ledgers_only_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is written by its triggers only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_written_by_hand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_account_guard BEFORE INSERT ON ledgers_account
    FOR EACH ROW EXECUTE FUNCTION ledgers_only_by_trigger();
CREATE TRIGGER ledgers_balance_guard BEFORE INSERT OR UPDATE OR DELETE ON ledgers_balance
    FOR EACH ROW EXECUTE FUNCTION ledgers_only_by_trigger();
CREATE TRIGGER ledgers_balance_no_truncate BEFORE TRUNCATE ON ledgers_balance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_journalcounter_guard BEFORE INSERT OR UPDATE OR DELETE ON ledgers_journalcounter
    FOR EACH ROW EXECUTE FUNCTION ledgers_only_by_trigger();
CREATE TRIGGER ledgers_journalcounter_no_truncate BEFORE TRUNCATE ON ledgers_journalcounter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_commitment_guard BEFORE UPDATE OR DELETE ON ledgers_commitment
    FOR EACH ROW EXECUTE FUNCTION ledgers_only_by_trigger();
CREATE TRIGGER ledgers_commitment_no_truncate BEFORE TRUNCATE ON ledgers_commitment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_capusage_guard BEFORE UPDATE OF subject, scope, year, used OR DELETE ON ledgers_capusage
    FOR EACH ROW EXECUTE FUNCTION ledgers_only_by_trigger();
CREATE TRIGGER ledgers_capusage_no_truncate BEFORE TRUNCATE ON ledgers_capusage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION ledgers_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'ledgers_capusage' THEN
        NEW.used := 0;
    ELSE
        NEW.committed := 0; NEW.in_transit := 0; NEW.paid := 0; NEW.recovered := 0; NEW.set_off := 0;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_commitment_empty BEFORE INSERT ON ledgers_commitment
    FOR EACH ROW EXECUTE FUNCTION ledgers_starts_empty();
CREATE TRIGGER ledgers_capusage_empty BEFORE INSERT ON ledgers_capusage
    FOR EACH ROW EXECUTE FUNCTION ledgers_starts_empty();

-- A cap counts a commitment from its first posting on: whatever it claims is there before, its whole amount or once.
CREATE FUNCTION ledgers_capshare_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held ledgers_commitment;
BEGIN
    SELECT * INTO held FROM ledgers_commitment WHERE id = NEW.commitment_id FOR UPDATE;
    IF EXISTS (SELECT FROM ledgers_posting WHERE commitment_id = NEW.commitment_id) THEN
        RAISE EXCEPTION 'commitment % claims its caps before it holds money', NEW.commitment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cap_share_before_money';
    END IF;
    IF NEW.share <> (CASE WHEN NEW.is_times THEN 1 ELSE held.amount END) THEN
        RAISE EXCEPTION 'commitment % claims its amount or one time', NEW.commitment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cap_share_is_amount_or_once';
    END IF;
    IF (SELECT is_times FROM ledgers_capshare WHERE usage_id = NEW.usage_id LIMIT 1) <> NEW.is_times THEN
        RAISE EXCEPTION 'a cap counts yuan or times, not both'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cap_share_of_one_kind';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_capshare_first BEFORE INSERT ON ledgers_capshare
    FOR EACH ROW EXECUTE FUNCTION ledgers_capshare_first();

-- Months close in order and for good; no month opens before a closed one. The advisory lock makes "no month
-- in between" hold while two people open and close at once.
CREATE FUNCTION ledgers_period_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        IF OLD.state = 'closed' OR (NEW.union_id, NEW.month) IS DISTINCT FROM (OLD.union_id, OLD.month) THEN
            RAISE EXCEPTION 'period % stays as it is', OLD.month
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_stays_closed';
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledgers_period', NEW.union_id));
    IF NEW.state = 'open' AND EXISTS (
        SELECT FROM ledgers_period WHERE union_id = NEW.union_id AND month > NEW.month AND state = 'closed'
    ) THEN
        RAISE EXCEPTION 'a later period than % is closed', NEW.month
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_period_open';
    END IF;
    IF NEW.state = 'closed' AND EXISTS (
        SELECT FROM ledgers_period WHERE union_id = NEW.union_id AND month < NEW.month AND state = 'open'
    ) THEN
        RAISE EXCEPTION 'an earlier period than % is open', NEW.month
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_closed_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_period_order BEFORE INSERT OR UPDATE ON ledgers_period
    FOR EACH ROW EXECUTE FUNCTION ledgers_period_order();
CREATE TRIGGER ledgers_period_no_delete BEFORE DELETE ON ledgers_period
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_period_no_truncate BEFORE TRUNCATE ON ledgers_period
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION ledgers_journal_enter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', NEW."on")::date;
    period ledgers_period;
    original ledgers_journal;
BEGIN
    -- FOR SHARE: whoever closes the month waits for us, or we wait and find it closed.
    SELECT * INTO period FROM ledgers_period WHERE union_id = NEW.union_id AND month = first FOR SHARE;
    IF NOT FOUND THEN
        INSERT INTO ledgers_period (union_id, month, state) VALUES (NEW.union_id, first, 'open')
            ON CONFLICT (union_id, month) DO NOTHING;
        SELECT * INTO period FROM ledgers_period WHERE union_id = NEW.union_id AND month = first FOR SHARE;
    END IF;
    IF period.state <> 'open' THEN
        RAISE EXCEPTION 'period % is closed', first
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_period_open';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO original FROM ledgers_journal WHERE id = NEW.reverses_id;
        IF original.reverses_id IS NOT NULL OR original.union_id <> NEW.union_id OR original."on" > NEW."on" THEN
            RAISE EXCEPTION 'journal % cannot be reversed by %', NEW.reverses_id, NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_reverses_original';
        END IF;
    END IF;
    NEW.period_id := period.id;
    NEW.year := extract(year FROM NEW."on");
    NEW.xact := pg_current_xact_id();
    INSERT INTO ledgers_journalcounter (union_id, year, last) VALUES (NEW.union_id, NEW.year, 1)
        ON CONFLICT (union_id, year) DO UPDATE SET last = ledgers_journalcounter.last + 1
        RETURNING last INTO NEW.number;
    NEW.canonical := convert_to(
        format('%s-%s %s', NEW.year, NEW.number,
               to_char(NEW.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || E'\n', 'UTF8'
    ) || NEW.canonical;
    NEW.sha256 := sha256(NEW.canonical);
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_journal_enter BEFORE INSERT ON ledgers_journal
    FOR EACH ROW EXECUTE FUNCTION ledgers_journal_enter();

-- On the journal, not on the posting: a journal without postings must fail too.
CREATE FUNCTION ledgers_journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT coalesce(sum(legs), 0) < 2 OR bool_or(rest <> 0)
        FROM (
            SELECT count(*) AS legs, sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) AS rest
            FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
            WHERE p.journal_id = NEW.id GROUP BY a.line_id
        ) line
    ) THEN
        RAISE EXCEPTION 'journal % is not balanced on every line', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_balanced';
    END IF;
    -- An assignment gives each line its own balance, so money could leave its fund if this were not asked.
    IF NEW.event IN ('assign', 'carry', 'carry_held', 'shift') AND EXISTS (
        SELECT FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
        JOIN ledgers_budgetline l ON l.id = a.line_id
        WHERE p.journal_id = NEW.id AND a.bucket = 'source' GROUP BY l.fund_id
        HAVING sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) <> 0
    ) THEN
        RAISE EXCEPTION 'journal % assigns across funds', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_assigns_within_fund';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        EXISTS (
            SELECT account_id, side, amount, commitment_id FROM ledgers_posting WHERE journal_id = NEW.id
            EXCEPT ALL
            SELECT account_id, translate(side, 'DC', 'CD'), amount, commitment_id
            FROM ledgers_posting WHERE journal_id = NEW.reverses_id
        ) OR (SELECT count(*) FROM ledgers_posting WHERE journal_id = NEW.id)
           <> (SELECT count(*) FROM ledgers_posting WHERE journal_id = NEW.reverses_id)
    ) THEN
        RAISE EXCEPTION 'journal % does not mirror %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_mirrors_original';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledgers_journal_balanced AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledgers_journal_balanced();

CREATE FUNCTION ledgers_posting_journals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- xmin would lie under savepoints; the transaction number is stored on the journal instead.
    IF EXISTS (
        SELECT FROM (SELECT journal_id, count(*) AS lines FROM fresh GROUP BY journal_id) part
        LEFT JOIN ledgers_journal j ON j.id = part.journal_id AND j.xact = pg_current_xact_id()
        WHERE j.id IS NULL
           OR part.lines <> (SELECT count(*) FROM ledgers_posting p WHERE p.journal_id = part.journal_id)
    ) THEN
        RAISE EXCEPTION 'postings of a journal come with it, all at once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'posting_with_its_journal';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledgers_posting_1_journals AFTER INSERT ON ledgers_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledgers_posting_journals();

CREATE FUNCTION ledgers_posting_commitments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    carrying uuid[];
BEGIN
    SELECT array_agg(DISTINCT f.journal_id) INTO carrying
    FROM fresh f JOIN ledgers_account a ON a.id = f.account_id JOIN ledgers_commitment c ON c.id = f.commitment_id
    WHERE c.line_id <> a.line_id AND EXISTS (
        SELECT FROM ledgers_journal j LEFT JOIN ledgers_journal o ON o.id = j.reverses_id
        WHERE j.id = f.journal_id AND coalesce(o.event, j.event) = 'carry_held'
    );
    IF carrying IS NOT NULL THEN
        PERFORM ledgers_carry_held(carrying);
    END IF;
    IF EXISTS (
        SELECT FROM fresh f JOIN ledgers_account a ON a.id = f.account_id
        LEFT JOIN ledgers_commitment c ON c.id = f.commitment_id
        WHERE (c.id IS NOT NULL AND c.line_id <> a.line_id AND f.journal_id <> ALL (coalesce(carrying, '{}')))
           OR (c.id IS NULL AND a.bucket IN ('committed', 'in_transit', 'paid'))
    ) THEN
        RAISE EXCEPTION 'money on hold belongs to a commitment of its line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_names_commitment';
    END IF;
    WITH moved AS (
        SELECT f.commitment_id AS id, a.bucket, coalesce(o.event, j.event) AS event,
               sum(CASE f.side WHEN 'C' THEN f.amount ELSE -f.amount END) AS amount
        FROM fresh f JOIN ledgers_account a ON a.id = f.account_id JOIN ledgers_journal j ON j.id = f.journal_id
        LEFT JOIN ledgers_journal o ON o.id = j.reverses_id
        WHERE f.commitment_id IS NOT NULL GROUP BY f.commitment_id, a.bucket, coalesce(o.event, j.event)
    ), parts AS (
        SELECT id, coalesce(sum(amount) FILTER (WHERE bucket = 'committed'), 0) AS committed,
               coalesce(sum(amount) FILTER (WHERE bucket = 'in_transit'), 0) AS in_transit,
               coalesce(sum(amount) FILTER (WHERE bucket = 'paid'), 0) AS paid,
               coalesce(sum(-amount) FILTER (WHERE bucket = 'paid' AND event = 'recover'), 0) AS recovered,
               coalesce(sum(amount) FILTER (WHERE bucket = 'paid' AND event = 'set_off'), 0) AS set_off
        FROM moved GROUP BY id
    ), held AS (
        -- Of yuan a cap counts what is held, also after a part came back; of times it counts from the first held yuan
        -- until nothing is.
        UPDATE ledgers_commitment c SET committed = c.committed + p.committed,
            in_transit = c.in_transit + p.in_transit, paid = c.paid + p.paid, recovered = c.recovered + p.recovered,
            set_off = c.set_off + p.set_off
        FROM parts p WHERE c.id = p.id
        RETURNING c.id, c.amount, p.committed + p.in_transit + p.paid AS change,
                  c.committed + c.in_transit + c.paid AS rest
    )
    UPDATE ledgers_capusage u SET used = u.used + h.change
    FROM (
        SELECT s.usage_id, sum(CASE WHEN NOT s.is_times THEN held.change
                                    WHEN held.rest > greatest(held.change, 0) THEN 0
                                    ELSE sign(held.change) * s.share END) AS change
        FROM held JOIN ledgers_capshare s ON s.commitment_id = held.id GROUP BY s.usage_id
    ) h
    WHERE u.id = h.usage_id AND h.change <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER ledgers_posting_2_commitments AFTER INSERT ON ledgers_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledgers_posting_commitments();

-- Last, so that the hot rows are held shortest; in account order, so that two postings never wait in a circle.
CREATE FUNCTION ledgers_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
    free numeric;
BEGIN
    FOR part IN
        SELECT moved.*, l.union_id = j.union_id AS is_own
        FROM (
            SELECT journal_id, account_id, coalesce(sum(amount) FILTER (WHERE side = 'D'), 0) AS debit,
                   coalesce(sum(amount) FILTER (WHERE side = 'C'), 0) AS credit
            FROM fresh GROUP BY journal_id, account_id
        ) moved
        JOIN ledgers_account a ON a.id = moved.account_id JOIN ledgers_budgetline l ON l.id = a.line_id
        JOIN ledgers_journal j ON j.id = moved.journal_id
        ORDER BY account_id
    LOOP
        IF NOT part.is_own THEN
            RAISE EXCEPTION 'account % is not of the union of journal %', part.account_id, part.journal_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_in_its_union';
        END IF;
        UPDATE ledgers_balance SET debit = debit + part.debit, credit = credit + part.credit
            WHERE account_id = part.account_id
              AND (bucket = 'source' OR credit + part.credit >= debit + part.debit);
        IF NOT FOUND THEN
            SELECT credit - debit INTO free FROM ledgers_balance WHERE account_id = part.account_id;
            RAISE EXCEPTION 'account % holds %, % asked', part.account_id, free, part.debit - part.credit
                USING ERRCODE = 'check_violation', CONSTRAINT = 'balance_not_overdrawn',
                      DETAIL = json_build_object('account', part.account_id, 'free', free::text,
                                                 'asked', (part.debit - part.credit)::text)::text;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledgers_posting_3_balances AFTER INSERT ON ledgers_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledgers_posting_balances();

-- Whether this request is posted already; the same key with other content is an error. The lock makes two
-- senders of one key take turns.
CREATE FUNCTION ledger_known(request text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    key uuid := (request::jsonb ->> 'id')::uuid;
    stored bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(key::text, 0));
    SELECT canonical INTO stored FROM ledgers_journal WHERE id = key;
    IF NOT FOUND THEN RETURN false; END IF;
    IF substring(stored FROM position('\x0a'::bytea IN stored) + 1) <> convert_to(request, 'UTF8') THEN
        RAISE EXCEPTION 'journal % exists with other content', key
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'journal_key_reused';
    END IF;
    RETURN true;
END $$;

-- Posts one journal from its canonical JSON: what is hashed is what is posted. Lines are
-- [account, side, amount, commitment]. `holder` is whom the maker stood in for (代办). Returns whether it was new.
CREATE FUNCTION ledger_post(request text, made_at timestamptz, holder bigint DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    body jsonb := request::jsonb;
BEGIN
    IF ledger_known(request) THEN RETURN false; END IF;
    -- Numbers are given one after the other: whoever posts for a union takes turns from here on. Without this turn each
    -- of them marks the rows that all look at (period, union, accounts, maker) as locked by many, which costs more.
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger_post', (body ->> 'union')::bigint));
    IF EXISTS (SELECT FROM jsonb_array_elements(body -> 'lines') l WHERE l ->> 2 !~ '^[0-9]{1,12}\.[0-9]{2}$') THEN
        RAISE EXCEPTION 'an amount is not yuan with two places'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_amount_positive';
    END IF;
    INSERT INTO ledgers_journal
        (id, union_id, "on", event, source, memo, reverses_id, made_at, made_by_id, made_for_id, canonical)
    VALUES ((body ->> 'id')::uuid, (body ->> 'union')::bigint, (body ->> 'on')::date, body ->> 'event',
            body ->> 'source', body ->> 'memo', (body ->> 'reverses')::uuid, made_at, (body ->> 'maker')::bigint,
            holder, convert_to(request, 'UTF8'));
    INSERT INTO ledgers_posting (journal_id, position, account_id, side, amount, commitment_id)
    SELECT (body ->> 'id')::uuid, place, (line ->> 0)::bigint, line ->> 1, (line ->> 2)::numeric, (line ->> 3)::uuid
    FROM jsonb_array_elements(body -> 'lines') WITH ORDINALITY AS list (line, place) ORDER BY place;
    RETURN true;
END $$;
