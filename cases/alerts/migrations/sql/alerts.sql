-- A warning begins open, says what it is about for good, and is removed by nobody. What was handled or dismissed
-- stays; whoever ends or puts off one leaves a step of that kind. What is no more does not come back: it would be new.
-- Test: tests/cases/alerts/test_alerts.py.

CREATE FUNCTION alerts_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'open' OR NEW.gone_on IS NOT NULL OR NEW.signed_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a warning begins open'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alert_begins_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alerts_alert_begins BEFORE INSERT ON alerts_alert
    FOR EACH ROW EXECUTE FUNCTION alerts_begin();

CREATE FUNCTION alerts_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.uid, OLD.kind, OLD.subject, OLD.found_on, OLD.due_on)
        IS DISTINCT FROM (NEW.uid, NEW.kind, NEW.subject, NEW.found_on, NEW.due_on)
       OR OLD.gone_on IS NOT NULL AND (OLD.gone_on, OLD.state, OLD.figures)
        IS DISTINCT FROM (NEW.gone_on, NEW.state, NEW.figures)
       OR OLD.state IN ('handled', 'dismissed', 'gone') AND (
        OLD.state, OLD.outcome, OLD.said, OLD.signed_at, OLD.signed_by_id, OLD.signed_for_id
    ) IS DISTINCT FROM (NEW.state, NEW.outcome, NEW.said, NEW.signed_at, NEW.signed_by_id, NEW.signed_for_id) THEN
        RAISE EXCEPTION 'warning % stays as it was written down', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alert_stays';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state IN ('handled', 'dismissed', 'snoozed') AND NOT EXISTS (
        SELECT 1 FROM alerts_alertstep step
         WHERE step.alert_id = NEW.id AND step.by_id = NEW.signed_by_id AND step.comment = NEW.said
           AND step.action = CASE NEW.state
               WHEN 'handled' THEN 'handle' WHEN 'dismissed' THEN 'dismiss' ELSE 'snooze' END) THEN
        RAISE EXCEPTION 'whoever ends or puts off warning % leaves a step', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alert_by_a_step';
    END IF;
    IF NEW.signed_for_id IS NOT NULL AND NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id
       AND NOT coalesce(stands_in_for(NEW.signed_by_id, NEW.signed_for_id, NEW.signed_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alert_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alerts_alert_guard BEFORE UPDATE OR DELETE ON alerts_alert
    FOR EACH ROW EXECUTE FUNCTION alerts_guard();
