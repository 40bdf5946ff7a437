-- Goods (物资): what lies in a lot, and the slips that move it. Refuses: a lot below zero (a check of the table) or
-- written by hand, goods that are not of the store's union or one above, a slip that leaves its way, is rewritten or
-- deleted, lines that come later than their slip or move the wrong way, a slip without lines, a reversal that does
-- not mirror what it reverses, a return of more than was handed out, a second issue while one is out; that somebody checks their own slip is a check of the table. Numbers have no gaps.
-- Why: goods are money that can be eaten; the auditor counts the shelf and asks who took what is missing.
-- Test: tests/funds/goods/test_around_python.py.

-- Depth 1 is this trigger itself: whatever writes these tables is another trigger.
CREATE FUNCTION goods_only_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is written by its triggers only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'goods_written_by_hand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_lot_guard BEFORE UPDATE OR DELETE ON goods_lot
    FOR EACH ROW EXECUTE FUNCTION goods_only_by_trigger();
CREATE TRIGGER goods_lot_no_truncate BEFORE TRUNCATE ON goods_lot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goods_slipcounter_guard BEFORE INSERT OR UPDATE OR DELETE ON goods_slipcounter
    FOR EACH ROW EXECUTE FUNCTION goods_only_by_trigger();
CREATE TRIGGER goods_slipcounter_no_truncate BEFORE TRUNCATE ON goods_slipcounter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A lot begins empty; its item belongs to the union of the store or to one above it.
CREATE FUNCTION goods_lot_enter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.quantity := 0;
    IF NOT EXISTS (
        SELECT FROM goods_store s JOIN accounts_union u ON u.id = s.union_id, goods_item i
        JOIN accounts_union o ON o.id = i.union_id
        WHERE s.id = NEW.store_id AND i.id = NEW.item_id AND starts_with(u.path, o.path)
    ) THEN
        RAISE EXCEPTION 'item % is not for store %', NEW.item_id, NEW.store_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_lot_of_union_or_above';
    END IF;
    IF (SELECT expires FROM goods_item WHERE id = NEW.item_id) <> (NEW.expires_on IS NOT NULL) THEN
        RAISE EXCEPTION 'item % has a last day, or has none', NEW.item_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_lot_last_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_lot_enter BEFORE INSERT ON goods_lot FOR EACH ROW EXECUTE FUNCTION goods_lot_enter();

-- What an item is called, how it is counted and whether it expires stays once it is on record; its price may change.
CREATE TRIGGER goods_item_identity BEFORE UPDATE OF name, specification, unit, expires, union_id OR DELETE ON goods_item
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goods_item_no_truncate BEFORE TRUNCATE ON goods_item
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goods_store_stays BEFORE UPDATE OF union_id OR DELETE ON goods_store
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goods_store_no_truncate BEFORE TRUNCATE ON goods_store
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How many units of an issue are with those who got them.
CREATE FUNCTION goods_slip_out(slip bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT -coalesce(sum(l.change), 0) FROM goods_slipline l JOIN goods_slip s ON s.id = l.slip_id
    WHERE s.id = slip OR (s.returns_id = slip AND s.state = 'posted')
$$;

CREATE FUNCTION goods_slip_enter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    original goods_slip;
BEGIN
    IF NEW.union_id <> (SELECT union_id FROM goods_store WHERE id = NEW.store_id) THEN
        RAISE EXCEPTION 'store % is not of union %', NEW.store_id, NEW.union_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_in_its_union';
    END IF;
    IF NEW.state <> (CASE WHEN NEW.kind = 'issue' AND NEW.state = 'posted' THEN 'posted'
                          WHEN NEW.kind = 'transfer' THEN 'sent' ELSE 'prepared' END) THEN
        RAISE EXCEPTION 'a slip of % does not begin as %', NEW.kind, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_begins';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO original FROM goods_slip WHERE id = NEW.reverses_id;
        IF original.state <> 'posted' OR original.store_id <> NEW.store_id
           OR original.kind NOT IN ('purchase', 'donation', 'loss', 'count') THEN
            RAISE EXCEPTION 'slip % cannot be reversed', NEW.reverses_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_reverses_original';
        END IF;
    END IF;
    NEW.xact := pg_current_xact_id();
    NEW.year := extract(year FROM NEW."on");
    INSERT INTO goods_slipcounter (union_id, year, last) VALUES (NEW.union_id, NEW.year, 1)
        ON CONFLICT (union_id, year) DO UPDATE SET last = goods_slipcounter.last + 1
        RETURNING last INTO NEW.number;
    -- What was issued once is issued again when nothing of it is out any more. Two at one time have one number of
    -- times, of which goods_slip_issued_once lets one in.
    NEW.times := 1;
    IF NEW.kind = 'issue' THEN
        IF EXISTS (SELECT FROM goods_slip s WHERE s.kind = 'issue' AND s.source = NEW.source
                   AND s.state IN ('prepared', 'posted') AND goods_slip_out(s.id) > 0) THEN
            RAISE EXCEPTION '% is issued already', NEW.source
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'goods_slip_issued_once';
        END IF;
        SELECT count(*) + 1 INTO NEW.times FROM goods_slip WHERE kind = 'issue' AND source = NEW.source;
    END IF;
    IF NEW.returns_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM goods_slip WHERE id = NEW.returns_id AND kind = 'issue' AND state = 'posted' AND store_id = NEW.store_id
    ) THEN
        RAISE EXCEPTION 'slip % was not handed out', NEW.returns_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_returns_issue';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_slip_enter BEFORE INSERT ON goods_slip FOR EACH ROW EXECUTE FUNCTION goods_slip_enter();

CREATE FUNCTION goods_slip_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    step text[] := ARRAY['state', 'note', 'checked_at', 'checked_by_id', 'checked_for_id'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- nothing but the ancestors: the union hangs elsewhere (scope.sql)
        IF to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN RETURN NEW; END IF;
        IF to_jsonb(NEW) - step = to_jsonb(OLD) - step AND (OLD.state, NEW.state) IN (
            ('prepared', 'posted'), ('prepared', 'refused'), ('prepared', 'withdrawn'),
            ('sent', 'received'), ('sent', 'sent_back'), ('sent', 'withdrawn')
        ) THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a slip keeps to its way'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'goods_slip_stays';
END $$;
CREATE TRIGGER goods_slip_stays BEFORE UPDATE OR DELETE ON goods_slip
    FOR EACH ROW EXECUTE FUNCTION goods_slip_stays();
CREATE TRIGGER goods_slip_no_truncate BEFORE TRUNCATE ON goods_slip
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION goods_line_enter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    slip goods_slip;
BEGIN
    SELECT * INTO slip FROM goods_slip WHERE id = NEW.slip_id;
    -- xmin would lie under savepoints; the transaction number is stored on the slip instead.
    IF slip.xact <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'lines of slip % come with it', NEW.slip_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'goods_line_with_its_slip';
    END IF;
    IF slip.store_id <> (SELECT store_id FROM goods_lot WHERE id = NEW.lot_id) THEN
        RAISE EXCEPTION 'lot % is not of the store of slip %', NEW.lot_id, NEW.slip_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_line_of_its_store';
    END IF;
    IF NOT (CASE WHEN slip.kind IN ('purchase', 'donation', 'return') THEN NEW.change > 0
                WHEN slip.kind IN ('transfer', 'issue', 'loss') THEN NEW.change < 0
                WHEN slip.kind = 'count' THEN NEW.book IS NOT NULL AND NEW.book + NEW.change >= 0
                ELSE true END) THEN
        RAISE EXCEPTION 'a slip of % does not move % units', slip.kind, NEW.change
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_line_moves_its_way';
    END IF;
    IF slip.state IN ('posted', 'sent') THEN
        UPDATE goods_lot SET quantity = quantity + NEW.change WHERE id = NEW.lot_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_line_enter BEFORE INSERT ON goods_slipline FOR EACH ROW EXECUTE FUNCTION goods_line_enter();

-- No more of a lot comes back than was handed out of it, what waits to be checked included.
CREATE FUNCTION goods_require_handed_out(issue bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM goods_slipline l JOIN goods_slip s ON s.id = l.slip_id
        WHERE s.id = issue OR (s.returns_id = issue AND s.state IN ('prepared', 'posted'))
        GROUP BY l.lot_id HAVING sum(l.change) > 0
    ) THEN
        RAISE EXCEPTION 'more comes back than slip % handed out', issue
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_returns_what_was_issued';
    END IF;
END $$;

-- On the slip, not on the line: a slip without lines must fail too.
CREATE FUNCTION goods_slip_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM goods_slipline WHERE slip_id = NEW.id) THEN
        RAISE EXCEPTION 'slip % has no lines', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_has_lines';
    END IF;
    IF NEW.returns_id IS NOT NULL THEN
        PERFORM goods_require_handed_out(NEW.returns_id);
    END IF;
    IF NEW.reverses_id IS NOT NULL AND EXISTS (
        SELECT FROM (SELECT lot_id, change FROM goods_slipline WHERE slip_id = NEW.id) mine
        FULL JOIN (SELECT lot_id, -change AS change FROM goods_slipline
                   WHERE slip_id = NEW.reverses_id AND change <> 0) theirs USING (lot_id, change)
        WHERE mine.lot_id IS NULL OR theirs.lot_id IS NULL
    ) THEN
        RAISE EXCEPTION 'slip % does not mirror %', NEW.id, NEW.reverses_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_slip_mirrors_original';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER goods_slip_whole AFTER INSERT ON goods_slip
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION goods_slip_whole();

-- In the order of lots, so that two slips never wait for each other in a circle.
CREATE FUNCTION goods_slip_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    -- What is received changes the lots of the other store: those are locked in their own order.
    IF NEW.state = 'received' THEN
        INSERT INTO goods_lot (store_id, item_id, expires_on, value, quantity)
            SELECT NEW.to_store_id, o.item_id, o.expires_on, o.value, 0
            FROM goods_slipline l JOIN goods_lot o ON o.id = l.lot_id WHERE l.slip_id = NEW.id
            ORDER BY o.item_id, o.expires_on, o.value ON CONFLICT DO NOTHING;
        PERFORM FROM goods_lot t WHERE t.store_id = NEW.to_store_id AND EXISTS (
            SELECT FROM goods_slipline l JOIN goods_lot o ON o.id = l.lot_id WHERE l.slip_id = NEW.id
              AND (o.item_id, o.value) = (t.item_id, t.value) AND o.expires_on IS NOT DISTINCT FROM t.expires_on
        ) ORDER BY t.id FOR UPDATE;
    END IF;
    FOR part IN
        SELECT l.lot_id, l.change, o.item_id, o.expires_on, o.value
        FROM goods_slipline l JOIN goods_lot o ON o.id = l.lot_id WHERE l.slip_id = NEW.id ORDER BY l.lot_id
    LOOP
        IF NEW.state = 'posted' THEN
            UPDATE goods_lot SET quantity = quantity + part.change WHERE id = part.lot_id;
        ELSIF NEW.state = 'received' THEN
            UPDATE goods_lot SET quantity = quantity - part.change
                WHERE store_id = NEW.to_store_id AND item_id = part.item_id AND value = part.value
                  AND expires_on IS NOT DISTINCT FROM part.expires_on;
        ELSIF OLD.state = 'sent' THEN
            UPDATE goods_lot SET quantity = quantity - part.change WHERE id = part.lot_id;
        END IF;
    END LOOP;
    -- The lots are locked by now: of two returns that are checked at one time the second sees the first.
    IF NEW.state = 'posted' AND NEW.returns_id IS NOT NULL THEN
        PERFORM goods_require_handed_out(NEW.returns_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER goods_slip_moves AFTER UPDATE OF state ON goods_slip FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION goods_slip_moves();
