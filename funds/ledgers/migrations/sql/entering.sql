-- Whole movements in one call each, as a journey to the database costs more than the work there: the journal with its
-- audit row, and money held with its commitment and the caps that it counts against.
-- Test: tests/funds/ledgers/test_money_stories.py, tests/funds/ledgers/test_races.py.

-- Posts the request, leaves the row of the trail that `entry` describes, and gives the journal; of a request that is
-- posted already the journal of then.
CREATE FUNCTION ledger_enter(request text, made_at timestamptz, entry jsonb) RETURNS SETOF ledgers_journal
LANGUAGE plpgsql AS $$
DECLARE
    is_new boolean := ledger_post(request, made_at, (entry ->> 'stood_in_for_id')::bigint);
    journal ledgers_journal;
BEGIN
    SELECT * INTO journal FROM ledgers_journal WHERE id = (request::jsonb ->> 'id')::uuid;
    IF is_new THEN
        PERFORM audit_enter(jsonb_set(entry, '{data,number}', to_jsonb(
            format('记-%s-%s', journal.year, lpad(journal.number::text, greatest(5, length(journal.number::text)), '0'))
        )));
    END IF;
    RETURN NEXT journal;
END $$;

-- One cap that a commitment counts against. The usage row is locked with those of its kin, in order of their keys: two
-- approvers of one family take turns here. What others used is off the row's cap, so that its CHECK refuses the sum too.
CREATE FUNCTION ledger_claim(held uuid, amount numeric, claim jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_times boolean := (claim ->> 'is_times')::boolean;
    share numeric := CASE WHEN is_times THEN 1 ELSE amount END;
    top numeric := (claim ->> 'cap')::numeric;
    subjects text[] := ARRAY(SELECT jsonb_array_elements_text(claim -> 'subjects'));  -- its own is the first
    elsewhere numeric := (claim ->> 'before')::numeric;
    mine ledgers_capusage;
    other ledgers_capusage;
BEGIN
    INSERT INTO ledgers_capusage (subject, scope, year, cap, used)
    VALUES (subjects[1], claim ->> 'scope', (claim ->> 'year')::int, top, 0)
    ON CONFLICT (subject, scope, year) DO NOTHING;
    FOR other IN
        SELECT * FROM ledgers_capusage u
        WHERE u.subject = ANY (subjects) AND u.scope = claim ->> 'scope' AND u.year = (claim ->> 'year')::int
        ORDER BY u.id FOR UPDATE
    LOOP
        IF other.subject = subjects[1] THEN
            mine := other;
        ELSE
            elsewhere := elsewhere + other.used;
        END IF;
    END LOOP;
    IF share > top - elsewhere - mine.used THEN
        RAISE EXCEPTION 'cap % of % takes no % more', claim ->> 'scope', subjects[1], share
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cap_left', DETAIL = (claim || jsonb_build_object(
                'used', (elsewhere + mine.used)::text, 'left', greatest(top - elsewhere - mine.used, 0)::text
            ))::text;
    END IF;
    UPDATE ledgers_capusage SET cap = top - elsewhere WHERE id = mine.id AND cap <> top - elsewhere;
    INSERT INTO ledgers_capshare (commitment_id, usage_id, share, is_times) VALUES (held, mine.id, share, is_times);
END $$;

-- Holds the money of the request, which has one line's two postings, for its source: commitment, then what it claims of
-- each cap, in the order given, then the journal that moves it.
CREATE FUNCTION ledger_commit(request text, made_at timestamptz, use text, claims jsonb, entry jsonb)
RETURNS SETOF ledgers_commitment LANGUAGE plpgsql AS $$
DECLARE
    body jsonb := request::jsonb;
    key uuid := (body ->> 'id')::uuid;
    amount numeric := (body #>> '{lines,0,2}')::numeric;
    claim jsonb;
BEGIN
    IF NOT ledger_known(request) THEN
        INSERT INTO ledgers_commitment (id, line_id, use_id, source, amount, created_at, created_by_id)
        SELECT key, line_id, use, body ->> 'source', amount, made_at, (body ->> 'maker')::bigint
        FROM ledgers_account WHERE id = (body #>> '{lines,0,0}')::bigint;
        FOR claim IN SELECT * FROM jsonb_array_elements(claims) LOOP
            PERFORM ledger_claim(key, amount, claim);
        END LOOP;
        PERFORM ledger_enter(request, made_at, entry);
    END IF;
    RETURN QUERY SELECT * FROM ledgers_commitment WHERE id = key;
END $$;
