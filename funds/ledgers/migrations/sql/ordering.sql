-- The order in which a union draws on its money (用款次序): drawn up first, decided once (that another person agrees is a
-- check of the table), no source in it twice; what was drawn up does not change. Whoever stands in (代办) was asked to.
-- Why: the order decides which money is spent, and with it which of it falls back to whoever gave it.
-- Test: tests/funds/ledgers/test_ordering.py.

CREATE FUNCTION ledgers_fundorder_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    free text[] := ancestors;
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'entered' THEN
        RAISE EXCEPTION 'an order is drawn up first'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_order_begins';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'entered' THEN
            free := free || ARRAY['state', 'decided_at', 'decided_by_id', 'decided_for_id', 'why'];
        END IF;
        IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free THEN
            RAISE EXCEPTION 'order % stays as it is', OLD.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_order_stays';
        END IF;
    END IF;
    IF cardinality(NEW.sources) <> (SELECT count(DISTINCT one) FROM unnest(NEW.sources) one) THEN
        RAISE EXCEPTION 'a source stands in an order once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_order_names_once';
    END IF;
    IF NEW.entered_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.entered_by_id, NEW.entered_for_id, NEW.entered_at), false)
       OR NEW.decided_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_order_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_fundorder_guard BEFORE INSERT OR UPDATE ON ledgers_fundorder
    FOR EACH ROW EXECUTE FUNCTION ledgers_fundorder_guard();
CREATE TRIGGER ledgers_fundorder_no_delete BEFORE DELETE ON ledgers_fundorder
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_fundorder_no_truncate BEFORE TRUNCATE ON ledgers_fundorder
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
