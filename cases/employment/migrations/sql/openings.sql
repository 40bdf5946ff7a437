-- An opening stays once it is closed and is never filled beyond its number, counted with its row locked. Somebody is
-- introduced while it is open and not past its last day; interview and hiring come after that, never the other way
-- round, and a referral moves by its table. Checks of a job are made of who was hired (requirement D1).
-- Test: tests/cases/employment/test_openings_around_python.py.

CREATE FUNCTION employment_guard_opening() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'open' OR TG_OP = 'UPDATE' AND (
        OLD.state = 'closed' AND to_jsonb(NEW) - scope IS DISTINCT FROM to_jsonb(OLD) - scope
        OR NEW.made_by_id IS DISTINCT FROM OLD.made_by_id OR NEW.employer_id <> OLD.employer_id) THEN
        RAISE EXCEPTION 'opening % stays', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'opening_stays';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.number < (
        SELECT count(*) FROM employment_referral WHERE opening_id = NEW.id AND state = 'hired') THEN
        RAISE EXCEPTION 'opening % has more people than posts', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'opening_within_its_number';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_jobopening_guard BEFORE INSERT OR UPDATE ON employment_jobopening
    FOR EACH ROW EXECUTE FUNCTION employment_guard_opening();
CREATE TRIGGER employment_jobopening_kept BEFORE DELETE ON employment_jobopening
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_guard_referral() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opening employment_jobopening%ROWTYPE;
    introduced date := (NEW.introduced_at AT TIME ZONE 'Asia/Shanghai')::date;
    moved date := (NEW.moved_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    SELECT * INTO opening FROM employment_jobopening WHERE id = NEW.opening_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' AND (
        NEW.state <> 'introduced' OR opening.state <> 'open' OR introduced > opening.until_on) THEN
        RAISE EXCEPTION 'nobody is introduced to opening % now', opening.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_while_it_is_open';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.id_number_index IS DISTINCT FROM (CASE WHEN NEW.person_id IS NULL
        THEN (SELECT id_number_index FROM archives_member
               WHERE id = NEW.member_id AND household_id = NEW.household_id AND removed_at IS NULL)
        ELSE (SELECT id_number_index FROM people_person WHERE id = NEW.person_id) END) THEN
        RAISE EXCEPTION 'the number is not that person''s'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_of_its_person';
    END IF;
    IF TG_OP = 'UPDATE' AND ((NEW.opening_id, NEW.household_id, NEW.member_id, NEW.person_id, NEW.id_number_index,
        NEW.introduced_at, NEW.introduced_by_id, NEW.introduced_for_id) IS DISTINCT FROM (OLD.opening_id,
        OLD.household_id, OLD.member_id, OLD.person_id, OLD.id_number_index, OLD.introduced_at, OLD.introduced_by_id,
        OLD.introduced_for_id)
        OR (OLD.state, NEW.state) NOT IN (('introduced', 'interviewed'), ('introduced', 'hired'),
        ('introduced', 'declined'), ('interviewed', 'hired'), ('interviewed', 'declined'), ('hired', 'left'))
        OR OLD.state = 'hired' AND (NEW.hired_on, NEW.wage) IS DISTINCT FROM (OLD.hired_on, OLD.wage)) THEN
        RAISE EXCEPTION 'referral % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_moves';
    END IF;
    IF NEW.interview_on < introduced OR NEW.hired_on < introduced OR NEW.interview_on > moved
        OR NEW.hired_on > moved OR NEW.hired_on < NEW.interview_on THEN
        RAISE EXCEPTION 'referral % is not in its order', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'referral_in_order';
    END IF;
    IF (TG_OP = 'INSERT' OR NEW.state = 'hired') AND opening.number <= (
        SELECT count(*) FROM employment_referral WHERE opening_id = opening.id AND state = 'hired') THEN
        RAISE EXCEPTION 'opening % is filled', opening.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'opening_within_its_number';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_referral_guard BEFORE INSERT OR UPDATE ON employment_referral
    FOR EACH ROW EXECUTE FUNCTION employment_guard_referral();
CREATE TRIGGER employment_referral_kept BEFORE DELETE ON employment_referral
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_guard_job_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.work <> '' OR NOT EXISTS (
        SELECT FROM employment_referral WHERE id = NEW.referral_id AND state = 'hired' AND NEW.due_on > hired_on) THEN
        RAISE EXCEPTION 'nothing to be asked of referral %', NEW.referral_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'job_check_of_who_was_hired';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_jobcheck_guard BEFORE INSERT ON employment_jobcheck
    FOR EACH ROW EXECUTE FUNCTION employment_guard_job_check();
CREATE TRIGGER employment_jobcheck_answer BEFORE UPDATE ON employment_jobcheck
    FOR EACH ROW EXECUTE FUNCTION employment_guard_answer();
CREATE TRIGGER employment_jobcheck_kept BEFORE DELETE ON employment_jobcheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
