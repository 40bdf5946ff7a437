-- Whoever makes or checks a slip for somebody else (代办) was asked to, on that day; that two people took the steps is
-- the constraint goods_slip_second_person.
-- Test: tests/funds/goods/test_around_python.py.

CREATE FUNCTION goods_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.made_for_id IS NOT NULL AND NOT stands_in_for(NEW.made_by_id, NEW.made_for_id, NEW.made_at)
       OR NEW.checked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'goods_slip_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goods_slip_stand_in BEFORE INSERT OR UPDATE OF made_for_id, checked_for_id ON goods_slip
    FOR EACH ROW EXECUTE FUNCTION goods_guard_stand_in();
