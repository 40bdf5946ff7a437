-- A case of counselling or legal aid stays what it was opened as; it is worked on while it is open, by its worker or its
-- supervisor (or who stands in for one of them), who are people with a post at its union; nobody else writes a note or
-- closes it.
-- Why: what somebody says in a crisis is read by two people, and a third one who could write could read.
-- Test: tests/cases/care/test_care.py.

-- Whether somebody holds a post at a union today.
CREATE FUNCTION care_holds_post(person bigint, place bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_appointment p
         WHERE p.user_id = person AND p.union_id = place AND p.revoked_at IS NULL AND p.second <> 'waiting'
           AND hardship_today() BETWEEN p.from_on AND coalesce(p.until_on, 'infinity'))
$$;

-- Whether somebody is the worker or the supervisor of a case, or stood in for one of them at a moment.
CREATE FUNCTION care_is_of_those_two(person bigint, worker bigint, supervisor bigint, moment timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(person IN (worker, supervisor)
        OR stands_in_for(person, worker, moment) OR stands_in_for(person, supervisor, moment), false)
$$;

CREATE FUNCTION care_case_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    worked text[] := place || ARRAY[
        'risk', 'claimed', 'agreed', 'recovered', 'next_on', 'term_on', 'worker_id', 'supervisor_id', 'state', 'outcome',
        'conclusion', 'closed_at', 'closed_by_id'];
    kept text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION 'a case begins open' USING ERRCODE = 'check_violation', CONSTRAINT = 'care_begins';
        END IF;
    ELSE
        kept := CASE
            WHEN TG_OP = 'DELETE' THEN NULL
            WHEN OLD.state = 'closed' AND NEW.state = 'closed' THEN place
            ELSE worked END;
        IF kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
            RAISE EXCEPTION 'a case stays what it was opened as'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'care_keeps';
        END IF;
    END IF;
    -- Each person as they come: whoever left may still be beside the one who takes over.
    IF (TG_OP = 'INSERT' OR NEW.worker_id <> OLD.worker_id) AND NOT care_holds_post(NEW.worker_id, NEW.union_id)
       OR (TG_OP = 'INSERT' OR NEW.supervisor_id <> OLD.supervisor_id)
          AND NOT care_holds_post(NEW.supervisor_id, NEW.union_id)
    THEN
        RAISE EXCEPTION 'worker and supervisor hold a post at the union of the case'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'care_by_its_union';
    END IF;
    IF NEW.state = 'closed' AND (TG_OP = 'INSERT' OR OLD.state <> 'closed')
       AND NOT care_is_of_those_two(NEW.closed_by_id, NEW.worker_id, NEW.supervisor_id, NEW.closed_at)
    THEN
        RAISE EXCEPTION 'a case is closed by who works on it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'care_closed_by_those_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER care_carecase_keeps BEFORE INSERT OR UPDATE OR DELETE ON care_carecase
    FOR EACH ROW EXECUTE FUNCTION care_case_keeps();
CREATE TRIGGER care_carecase_no_truncate BEFORE TRUNCATE ON care_carecase
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION care_note_by_those_two() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner care_carecase;
BEGIN
    SELECT * INTO owner FROM care_carecase WHERE id = NEW.case_id FOR SHARE;
    IF owner.state <> 'open' OR NOT care_is_of_those_two(NEW.by_id, owner.worker_id, owner.supervisor_id, NEW.at) THEN
        RAISE EXCEPTION 'a note is written by who works on an open case'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'care_note_by_those_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER care_carenote_by_those_two BEFORE INSERT ON care_carenote
    FOR EACH ROW EXECUTE FUNCTION care_note_by_those_two();
