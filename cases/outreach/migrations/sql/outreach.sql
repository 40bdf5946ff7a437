-- An event (三必访) stays what was reported; its call is entered once, and then nothing of it changes.
-- Why: how many were called on in time is counted; a day that is moved afterwards makes every count good.
-- Test: tests/cases/outreach/test_events.py.

CREATE FUNCTION outreach_event_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['union_id', 'province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'reported' THEN
            RAISE EXCEPTION 'an event begins as reported'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'event_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'reported' AND NEW.state <> 'reported' THEN
        kept := kept || ARRAY['state', 'visited_on', 'visitors', 'comment', 'deed_kind', 'deed_key', 'deed_title',
            'settled_at', 'settled_by_id', 'stood_in_for_id'];
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'an event stays what was reported, its call what was entered'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_keeps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outreach_eventvisit_keeps BEFORE INSERT OR UPDATE OR DELETE ON outreach_eventvisit
    FOR EACH ROW EXECUTE FUNCTION outreach_event_keeps();
CREATE TRIGGER outreach_eventvisit_no_truncate BEFORE TRUNCATE ON outreach_eventvisit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An activity is corrected, and never vanishes from the counts of a year: neither its union nor who entered it change.
CREATE FUNCTION outreach_activity_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.union_id, NEW.entered_at, NEW.entered_by_id)
       IS DISTINCT FROM (OLD.union_id, OLD.entered_at, OLD.entered_by_id) THEN
        RAISE EXCEPTION 'an activity stays with the union that held it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'activity_keeps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outreach_activity_keeps BEFORE UPDATE OR DELETE ON outreach_activity
    FOR EACH ROW EXECUTE FUNCTION outreach_activity_keeps();
CREATE TRIGGER outreach_activity_no_truncate BEFORE TRUNCATE ON outreach_activity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
