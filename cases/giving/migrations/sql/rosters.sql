-- Goods for many at once (集中发放): a roster belongs to the union of its store, keeps to its way and is entered once a slip of
-- its goods waits for a colleague; a household stands on it for what was approved and not done, waits on one roster at a time,
-- and is given what left the store for it. What a slip takes out are the pieces of those who signed, no more and no less;
-- when it is posted, or goods come back, the fulfilment of each says so in the same transaction.
-- Test: tests/cases/giving/test_roster_guards.py.

-- Yuan of what a family has: what left a store for it, alone or with others, without what came back.
CREATE FUNCTION giving_goods_out(fulfilment bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(part), 0) FROM (
        SELECT -line.change * lot.value AS part FROM goods_slip slip
        JOIN goods_slipline line ON line.slip_id = slip.id JOIN goods_lot lot ON lot.id = line.lot_id
        WHERE slip.source = 'giving.fulfilment:' || fulfilment AND slip.kind IN ('issue', 'return') AND slip.state = 'posted'
        UNION ALL
        SELECT piece.units * lot.value FROM giving_rosterline line
        JOIN giving_rosterpiece piece ON piece.line_id = line.id JOIN goods_lot lot ON lot.id = piece.lot_id
        JOIN goods_slip slip ON slip.id = piece.slip_id AND slip.state = 'posted'
        WHERE line.fulfilment_id = fulfilment
    ) parts
$$;

CREATE FUNCTION giving_roster_slip(roster bigint, standing text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM goods_slip WHERE kind = 'issue' AND source = 'giving.roster:' || roster AND state = standing)
$$;

CREATE FUNCTION giving_guard_roster() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    way text[] := ARRAY['state', 'given_on', 'entered_at', 'entered_by_id', 'entered_for_id', 'why',
                        'province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.union_id <> (SELECT union_id FROM goods_store WHERE id = NEW.store_id) THEN
            RAISE EXCEPTION 'a roster begins open, with a store of its union'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - way <> to_jsonb(OLD) - way THEN
        RAISE EXCEPTION 'a roster stays as it was drawn up'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_stays';
    END IF;
    IF (NEW.state, NEW.given_on, NEW.entered_at, NEW.entered_by_id, NEW.entered_for_id, NEW.why)
       IS DISTINCT FROM (OLD.state, OLD.given_on, OLD.entered_at, OLD.entered_by_id, OLD.entered_for_id, OLD.why)
       AND NOT (CASE OLD.state || ' ' || NEW.state
            WHEN 'open cancelled' THEN NOT EXISTS (
                SELECT FROM giving_rosterline WHERE roster_id = NEW.id AND state <> 'absent')
            WHEN 'open entered' THEN giving_roster_slip(NEW.id, 'prepared')
            WHEN 'entered done' THEN giving_roster_slip(NEW.id, 'posted')
                AND (NEW.given_on, NEW.entered_at, NEW.entered_by_id) = (OLD.given_on, OLD.entered_at, OLD.entered_by_id)
            WHEN 'entered open' THEN NOT giving_roster_slip(NEW.id, 'posted') AND NOT giving_roster_slip(NEW.id, 'prepared')
            ELSE false END) THEN
        RAISE EXCEPTION 'a roster does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_keeps_to_its_way';
    END IF;
    IF NEW.entered_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.entered_by_id, NEW.entered_for_id, NEW.entered_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_roster_guard BEFORE INSERT OR UPDATE OR DELETE ON giving_roster
    FOR EACH ROW EXECUTE FUNCTION giving_guard_roster();
CREATE TRIGGER giving_roster_no_truncate BEFORE TRUNCATE ON giving_roster
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION giving_guard_roster_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    roster giving_roster;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a household stays on its roster'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_line_stays';
    END IF;
    SELECT * INTO roster FROM giving_roster WHERE id = NEW.roster_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' OR roster.state <> 'open' OR NOT EXISTS (
            SELECT FROM giving_fulfilment f JOIN applications_application a ON a.id = f.application_id
            JOIN policies_programme p ON p.id = a.programme_id
            WHERE f.id = NEW.fulfilment_id AND f.state = 'open' AND f.union_id = roster.union_id AND p.form = 'goods'
              AND a.state = 'approved'
        ) THEN
            RAISE EXCEPTION 'fulfilment % waits for no goods of roster %', NEW.fulfilment_id, NEW.roster_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_line_of_what_waits';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.roster_id, OLD.position, OLD.fulfilment_id) IS DISTINCT FROM (NEW.roster_id, NEW.position, NEW.fulfilment_id)
       OR NOT (CASE OLD.state || ' ' || NEW.state
            WHEN 'waiting signed' THEN roster.state = 'open'
            WHEN 'waiting absent' THEN roster.state = 'open'
            WHEN 'signed given' THEN giving_roster_slip(NEW.roster_id, 'posted')
            WHEN 'signed waiting' THEN roster.state = 'open'
            WHEN 'absent waiting' THEN roster.state = 'open'
            ELSE false END) THEN
        RAISE EXCEPTION 'a household on a roster does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_line_keeps_to_its_way';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_roster_line_guard BEFORE INSERT OR UPDATE OR DELETE ON giving_rosterline
    FOR EACH ROW EXECUTE FUNCTION giving_guard_roster_line();
CREATE TRIGGER giving_roster_line_no_truncate BEFORE TRUNCATE ON giving_rosterline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A piece is of a slip of this roster that is being made, for somebody who signed.
CREATE FUNCTION giving_guard_roster_piece() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM giving_rosterline line JOIN goods_slip slip ON slip.source = 'giving.roster:' || line.roster_id
        WHERE line.id = NEW.line_id AND line.state = 'signed' AND slip.id = NEW.slip_id
          AND slip.xact = pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'line % has nothing of slip %', NEW.line_id, NEW.slip_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_piece_of_its_slip';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_roster_piece_guard BEFORE INSERT ON giving_rosterpiece
    FOR EACH ROW EXECUTE FUNCTION giving_guard_roster_piece();

-- Many signatures on one sheet are looked at by somebody else before the goods are off the books.
CREATE FUNCTION giving_roster_slip_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'prepared' OR NEW.kind <> 'issue' THEN
        RAISE EXCEPTION 'a roster is checked before its goods leave the books'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'roster_slip_is_checked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_slip_of_roster_begins BEFORE INSERT ON goods_slip FOR EACH ROW
    WHEN (NEW.source LIKE 'giving.roster:%') EXECUTE FUNCTION giving_roster_slip_begins();

CREATE FUNCTION giving_roster_slip_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT lot_id, -change AS units FROM goods_slipline WHERE slip_id = NEW.id) taken
        FULL JOIN (SELECT lot_id, sum(units) AS units FROM giving_rosterpiece WHERE slip_id = NEW.id GROUP BY lot_id) given
            USING (lot_id, units)
        WHERE taken.lot_id IS NULL OR given.lot_id IS NULL
    ) THEN
        RAISE EXCEPTION 'slip % takes out what nobody signed for', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'roster_slip_adds_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER goods_slip_of_roster_whole AFTER INSERT ON goods_slip
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.source LIKE 'giving.roster:%')
    EXECUTE FUNCTION giving_roster_slip_whole();

-- At the end of the transaction, in which the fulfilment says what the family has as well.
CREATE FUNCTION giving_goods_are_written_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM giving_fulfilment f
        WHERE (NEW.source = 'giving.fulfilment:' || f.id OR f.id IN (
                SELECT line.fulfilment_id FROM giving_rosterpiece piece
                JOIN giving_rosterline line ON line.id = piece.line_id WHERE piece.slip_id = NEW.id))
          AND coalesce(f.goods_value, 0) <> giving_goods_out(f.id)
    ) THEN
        RAISE EXCEPTION 'slip % moved goods of a family that has others', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fulfilment_says_what_is_out';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER goods_slip_written_down AFTER INSERT OR UPDATE OF state ON goods_slip
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.source LIKE 'giving.%' AND NEW.state = 'posted')
    EXECUTE FUNCTION giving_goods_are_written_down();
