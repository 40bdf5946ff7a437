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
-- approvers of one family take turns here. What is held on several lines is judged as one sum. What others used is off
-- the row's cap, so that its CHECK refuses the sum too.
CREATE FUNCTION ledger_claim(held uuid[], shares numeric[], claim jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    share numeric := (SELECT sum(part) FROM unnest(shares) part);
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
    INSERT INTO ledgers_capshare (commitment_id, usage_id, share, is_times)
    SELECT part, mine.id, yuan, (claim ->> 'is_times')::boolean FROM unnest(held, shares) AS list (part, yuan);
END $$;

-- Takes the turns of many commitments at once, in the order in which each takes its own: the usage rows of these claims,
-- given in their order, then the unions that post. Test: tests/cases/approvals/test_many.py.
CREATE FUNCTION ledger_line_up(claims jsonb, unions bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    claim jsonb;
    key bigint;
BEGIN
    FOR claim IN SELECT * FROM jsonb_array_elements(claims) LOOP
        INSERT INTO ledgers_capusage (subject, scope, year, cap, used)
        VALUES (claim ->> 'subject', claim ->> 'scope', (claim ->> 'year')::int, (claim ->> 'cap')::numeric, 0)
        ON CONFLICT (subject, scope, year) DO NOTHING;
        PERFORM FROM ledgers_capusage
          WHERE subject = claim ->> 'subject' AND scope = claim ->> 'scope' AND year = (claim ->> 'year')::int FOR UPDATE;
    END LOOP;
    FOREACH key IN ARRAY unions LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('ledger_post', key));
    END LOOP;
END $$;

-- Holds the money of the request for its source, which has two postings for each line: a commitment for each, the first
-- of which the others are parts of, then what they claim of each cap, in the order given, then the journal that moves it.
CREATE FUNCTION ledger_commit(request text, made_at timestamptz, uses text[], claims jsonb, entry jsonb)
RETURNS SETOF ledgers_commitment LANGUAGE plpgsql AS $$
DECLARE
    body jsonb := request::jsonb;
    key uuid := (body ->> 'id')::uuid;
    held uuid[];
    amounts numeric[];
    claim jsonb;
    places int[];
BEGIN
    IF NOT ledger_known(request) THEN
        FOR n IN 0 .. jsonb_array_length(body -> 'lines') / 2 - 1 LOOP
            held[n + 1] := (body #>> ARRAY['lines', (2 * n)::text, '3'])::uuid;
            amounts[n + 1] := (body #>> ARRAY['lines', (2 * n)::text, '2'])::numeric;
            INSERT INTO ledgers_commitment
                (id, line_id, use_id, part_of_id, source, amount, created_at, created_by_id)
            SELECT held[n + 1], line_id, uses[n + 1], CASE WHEN n > 0 THEN key END, body ->> 'source', amounts[n + 1],
                   made_at, (body ->> 'maker')::bigint
            FROM ledgers_account WHERE id = (body #>> ARRAY['lines', (2 * n)::text, '0'])::bigint;
        END LOOP;
        FOR claim IN SELECT * FROM jsonb_array_elements(claims) LOOP
            places := ARRAY(SELECT jsonb_array_elements_text(claim -> 'parts')::int + 1);
            PERFORM ledger_claim(
                ARRAY(SELECT held[place] FROM unnest(places) place),
                ARRAY(SELECT CASE WHEN (claim ->> 'is_times')::boolean THEN 1 ELSE amounts[place] END
                      FROM unnest(places) place), claim
            );
        END LOOP;
        PERFORM ledger_enter(request, made_at, entry);
    END IF;
    RETURN QUERY SELECT * FROM ledgers_commitment WHERE id = key;
END $$;

-- The same of many sources at once, each refused by itself: for each, in their order, the constraint that refused it
-- with the detail, nulls for what was held; `uses` are those of its lines, an array as text. Test: tests/funds/ledgers/test_many_held.py.
CREATE FUNCTION ledger_commit_each(requests text[], made_at timestamptz, uses text[], claims text[], entries text[])
RETURNS TABLE (refused_by text, why text, detail text) LANGUAGE plpgsql AS $$
BEGIN
    FOR place IN 1 .. cardinality(requests) LOOP
        refused_by := NULL; why := NULL; detail := NULL;
        BEGIN
            PERFORM ledger_commit(
                requests[place], made_at, uses[place]::text[], claims[place]::jsonb, entries[place]::jsonb
            );
        EXCEPTION WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME, why = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
        END;
        RETURN NEXT;
    END LOOP;
END $$;
