-- What a fair came to is counted once it was held, and stays with who began it (requirement D1).
-- Test: tests/cases/employment/test_fairs.py.

CREATE FUNCTION employment_guard_fair() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.counted_at AT TIME ZONE 'Asia/Shanghai')::date < NEW.held_on THEN
        RAISE EXCEPTION 'fair % was not held yet', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fair_counted_once_held';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.made_at, NEW.made_by_id, NEW.made_for_id)
        IS DISTINCT FROM (OLD.made_at, OLD.made_by_id, OLD.made_for_id) THEN
        RAISE EXCEPTION 'fair % stays with who began it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fair_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_jobfair_guard BEFORE INSERT OR UPDATE ON employment_jobfair
    FOR EACH ROW EXECUTE FUNCTION employment_guard_fair();
CREATE TRIGGER employment_jobfair_kept BEFORE DELETE ON employment_jobfair
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
