-- A start-up is of the person that its number is of, stays once it ended, and turns over nothing in quarters before it
-- began or to come (requirement D1).
-- Test: tests/cases/employment/test_start_ups.py.

CREATE FUNCTION employment_guard_start_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.state <> 'running'
        OR NEW.id_number_index IS DISTINCT FROM (CASE WHEN NEW.person_id IS NULL
        THEN (SELECT id_number_index FROM archives_member
               WHERE id = NEW.member_id AND household_id = NEW.household_id AND removed_at IS NULL)
        ELSE (SELECT id_number_index FROM people_person WHERE id = NEW.person_id) END)) THEN
        RAISE EXCEPTION 'the number is not that person''s'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'start_up_of_its_person';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = 'ended' AND to_jsonb(NEW) - scope IS DISTINCT FROM to_jsonb(OLD) - scope
        OR (NEW.household_id, NEW.member_id, NEW.person_id, NEW.id_number_index, NEW.made_at, NEW.made_by_id)
        IS DISTINCT FROM (OLD.household_id, OLD.member_id, OLD.person_id, OLD.id_number_index, OLD.made_at,
        OLD.made_by_id)) THEN
        RAISE EXCEPTION 'start-up % stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'start_up_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_startup_guard BEFORE INSERT OR UPDATE ON employment_startup
    FOR EACH ROW EXECUTE FUNCTION employment_guard_start_up();
CREATE TRIGGER employment_startup_kept BEFORE DELETE ON employment_startup
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_guard_turnover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner employment_startup%ROWTYPE;
    first date := make_date(NEW.year, NEW.quarter * 3 - 2, 1);
BEGIN
    SELECT * INTO owner FROM employment_startup WHERE id = NEW.start_up_id;
    IF first > (NEW.noted_at AT TIME ZONE 'Asia/Shanghai')::date OR first + interval '3 months' <= owner.began_on
        OR TG_OP = 'UPDATE' AND NEW.start_up_id <> OLD.start_up_id THEN
        RAISE EXCEPTION 'start-up % has no such quarter', NEW.start_up_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'turnover_of_its_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_turnover_guard BEFORE INSERT OR UPDATE ON employment_turnover
    FOR EACH ROW WHEN (NEW.quarter BETWEEN 1 AND 4) EXECUTE FUNCTION employment_guard_turnover();
CREATE TRIGGER employment_turnover_kept BEFORE DELETE ON employment_turnover
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
