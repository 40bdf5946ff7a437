-- A follow-up begins open, of the union that has the file by then, and keeps what it asks for and its day; what was done
-- or given up stays as it was written down. A call or a visit is done by a visit of the same family since the day that it
-- counts from, a visit by one at home; nothing else is done by a visit. Only its union may change while it is open.
-- Test: tests/cases/giving/test_follow_ups.py.

CREATE FUNCTION giving_begin_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'open'
       OR NEW.union_id <> (
           SELECT file.union_id FROM applications_application application
             JOIN archives_household file ON file.id = application.household_id
            WHERE application.id = NEW.application_id) THEN
        RAISE EXCEPTION 'a follow-up of application % begins open, in its union', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'follow_up_begins_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_follow_up_begins BEFORE INSERT ON giving_followup
    FOR EACH ROW EXECUTE FUNCTION giving_begin_follow_up();

CREATE FUNCTION giving_guard_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen visits_homevisit%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' OR (
        OLD.uid, OLD.application_id, OLD.position, OLD.kind, OLD.what, OLD.from_on, OLD.due_on
    ) IS DISTINCT FROM (
        NEW.uid, NEW.application_id, NEW.position, NEW.kind, NEW.what, NEW.from_on, NEW.due_on
    ) OR OLD.state <> 'open' AND (
        OLD.state, OLD.visit_id, OLD.said, OLD.signed_at, OLD.signed_by_id, OLD.signed_for_id
    ) IS DISTINCT FROM (
        NEW.state, NEW.visit_id, NEW.said, NEW.signed_at, NEW.signed_by_id, NEW.signed_for_id
    ) THEN
        RAISE EXCEPTION 'follow-up % stays as it was written down', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'follow_up_stays';
    END IF;
    IF NEW.state = 'done' AND OLD.state = 'open' THEN
        SELECT * INTO seen FROM visits_homevisit WHERE id = NEW.visit_id;
        IF (NEW.visit_id IS NOT NULL) <> (NEW.kind IN ('call', 'visit'))
           OR NEW.visit_id IS NOT NULL AND (
               seen.household_id <> (SELECT household_id FROM applications_application WHERE id = NEW.application_id)
               OR seen.visited_on < NEW.from_on OR NEW.kind = 'visit' AND seen.mode <> 'at_home') THEN
            RAISE EXCEPTION 'follow-up % is done by a visit of its family since its event', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'follow_up_done_by_a_visit';
        END IF;
    END IF;
    IF NEW.signed_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.signed_by_id, NEW.signed_for_id, NEW.signed_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'follow_up_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_follow_up_guard BEFORE UPDATE OR DELETE ON giving_followup
    FOR EACH ROW EXECUTE FUNCTION giving_guard_follow_up();
