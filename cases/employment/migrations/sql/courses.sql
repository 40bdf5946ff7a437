-- A course begins planned, moves by its table and stays once it is over. It has never more people than seats, counted
-- with the course locked; it ends after its last day, with a result of everybody. Nobody comes to it before it is open
-- or after its last day; who dropped out gives the seat back and does not come back by the same row. That nobody is on
-- two courses at once is the exclusion of enrolments, whose days are copies of the course's (requirement D1).
-- Test: tests/cases/employment/test_around_python.py.

CREATE FUNCTION employment_guard_course() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    scope text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' THEN
            RAISE EXCEPTION 'a course begins planned'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_moves';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('ended', 'cancelled') AND to_jsonb(NEW) - scope IS DISTINCT FROM to_jsonb(OLD) - scope THEN
        RAISE EXCEPTION 'course % is over', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_stays';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('planned', 'planned'), ('open', 'open'), ('ended', 'ended'),
        ('cancelled', 'cancelled'), ('planned', 'open'), ('planned', 'cancelled'), ('open', 'ended'),
        ('open', 'cancelled')) OR NEW.made_by_id IS DISTINCT FROM OLD.made_by_id THEN
        RAISE EXCEPTION 'course % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_moves';
    END IF;
    IF NEW.seats < (SELECT count(*) FROM employment_enrolment WHERE course_id = NEW.id AND state <> 'dropped') THEN
        RAISE EXCEPTION 'course % has more people than seats', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_within_its_seats';
    END IF;
    IF NEW.state = 'ended' AND OLD.state = 'open' AND (
        (NEW.ended_at AT TIME ZONE 'Asia/Shanghai')::date < NEW.ends_on
        OR EXISTS (SELECT FROM employment_enrolment WHERE course_id = NEW.id AND state = 'enrolled')
        OR NOT EXISTS (SELECT FROM employment_enrolment WHERE course_id = NEW.id AND state IN ('passed', 'failed'))
    ) THEN
        RAISE EXCEPTION 'course % is not over yet', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_ends_with_results';
    END IF;
    IF NEW.state = 'cancelled' AND EXISTS (
        SELECT FROM employment_enrolment WHERE course_id = NEW.id AND state <> 'dropped') THEN
        RAISE EXCEPTION 'somebody is on course %', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_cancelled_without_people';
    END IF;
    -- What was entered of people holds for the days that they were on it.
    IF (NEW.starts_on, NEW.ends_on, NEW.hours) IS DISTINCT FROM (OLD.starts_on, OLD.ends_on, OLD.hours)
        AND EXISTS (SELECT FROM employment_enrolment WHERE course_id = NEW.id AND state IN ('passed', 'failed')) THEN
        RAISE EXCEPTION 'course % has results', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_days_stay_with_results';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_course_guard BEFORE INSERT OR UPDATE ON employment_course
    FOR EACH ROW EXECUTE FUNCTION employment_guard_course();
CREATE TRIGGER employment_course_kept BEFORE DELETE ON employment_course
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_move_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE employment_enrolment SET starts_on = NEW.starts_on, ends_on = NEW.ends_on WHERE course_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER employment_course_days AFTER UPDATE OF starts_on, ends_on ON employment_course FOR EACH ROW
    WHEN ((OLD.starts_on, OLD.ends_on) IS DISTINCT FROM (NEW.starts_on, NEW.ends_on))
    EXECUTE FUNCTION employment_move_days();

CREATE FUNCTION employment_guard_enrolment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    course employment_course%ROWTYPE;
BEGIN
    SELECT * INTO course FROM employment_course WHERE id = NEW.course_id FOR NO KEY UPDATE;
    NEW.starts_on := course.starts_on;
    NEW.ends_on := course.ends_on;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'enrolled' OR course.state <> 'open'
            OR (NEW.enrolled_at AT TIME ZONE 'Asia/Shanghai')::date > course.ends_on THEN
            RAISE EXCEPTION 'nobody comes to course % now', course.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enrolment_while_it_is_open';
        END IF;
        IF course.seats <= (
            SELECT count(*) FROM employment_enrolment WHERE course_id = course.id AND state <> 'dropped') THEN
            RAISE EXCEPTION 'course % is full', course.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_within_its_seats';
        END IF;
        IF NEW.id_number_index IS DISTINCT FROM (CASE WHEN NEW.person_id IS NULL
            THEN (SELECT id_number_index FROM archives_member
                   WHERE id = NEW.member_id AND household_id = NEW.household_id AND removed_at IS NULL)
            ELSE (SELECT id_number_index FROM people_person WHERE id = NEW.person_id) END) THEN
            RAISE EXCEPTION 'the number is not that person''s'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enrolment_of_its_person';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.course_id, NEW.household_id, NEW.member_id, NEW.person_id, NEW.id_number_index, NEW.enrolled_at,
        NEW.enrolled_by_id, NEW.enrolled_for_id) IS DISTINCT FROM (OLD.course_id, OLD.household_id, OLD.member_id,
        OLD.person_id, OLD.id_number_index, OLD.enrolled_at, OLD.enrolled_by_id, OLD.enrolled_for_id)
        OR OLD.state = 'dropped' AND (NEW.state, NEW.said) IS DISTINCT FROM (OLD.state, OLD.said)
        OR NEW.state = 'enrolled' AND OLD.state <> 'enrolled'
        OR course.state = 'ended' AND (NEW.state, NEW.hours) IS DISTINCT FROM (OLD.state, OLD.hours) THEN
        RAISE EXCEPTION 'enrolment % stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enrolment_stays';
    END IF;
    IF NEW.state IN ('passed', 'failed') AND (NEW.hours > course.hours
        OR (NEW.result_at AT TIME ZONE 'Asia/Shanghai')::date < course.ends_on) THEN
        RAISE EXCEPTION 'enrolment % has no result yet', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'enrolment_result_after_the_course';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_enrolment_guard BEFORE INSERT OR UPDATE ON employment_enrolment
    FOR EACH ROW EXECUTE FUNCTION employment_guard_enrolment();
CREATE TRIGGER employment_enrolment_kept BEFORE DELETE ON employment_enrolment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_guard_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.work <> '' OR NOT EXISTS (
        SELECT FROM employment_enrolment WHERE id = NEW.enrolment_id AND state IN ('passed', 'failed')
           AND NEW.due_on > ends_on) THEN
        RAISE EXCEPTION 'nothing to be asked of enrolment %', NEW.enrolment_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_check_of_who_stayed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_coursecheck_guard BEFORE INSERT ON employment_coursecheck
    FOR EACH ROW EXECUTE FUNCTION employment_guard_check();

-- Of courses and of jobs: an answer comes not before its time, and stays unless nobody was reached.
CREATE FUNCTION employment_guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answer text[] := ARRAY['work', 'said', 'noted_at', 'noted_by_id', 'noted_for_id'];
BEGIN
    IF to_jsonb(NEW) - answer IS DISTINCT FROM to_jsonb(OLD) - answer OR OLD.work NOT IN ('', 'unreached') THEN
        RAISE EXCEPTION 'answer % stays', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'answer_stays';
    END IF;
    -- EARLY_DAYS of states.py
    IF (NEW.noted_at AT TIME ZONE 'Asia/Shanghai')::date < NEW.due_on - 7 THEN
        RAISE EXCEPTION 'answer % is not due', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'answer_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_coursecheck_answer BEFORE UPDATE ON employment_coursecheck
    FOR EACH ROW EXECUTE FUNCTION employment_guard_answer();
CREATE TRIGGER employment_coursecheck_kept BEFORE DELETE ON employment_coursecheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
