-- A part of the report (慰问总结) is of a union whose list was approved in a campaign that is carried out; handed in, sent
-- back or taken, and what was taken stays. The campaign is reported once all parts are taken but the organiser's own,
-- which is the report itself.
-- Why: a sum that leaves out who is late looks whole.
-- Test: tests/cases/campaigns/test_visiting_around_python.py.

CREATE FUNCTION campaigns_reportpart_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    decided text[] := ARRAY['decided_at', 'decided_by_id', 'decided_for_id'];
    written text[] := ancestors || decided || ARRAY[
        'state', 'people', 'times', 'households', 'cash', 'goods', 'text', 'submitted_at', 'submitted_by_id',
        'submitted_for_id'];
    kept text[];
    owner campaigns_campaign;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a part of a report stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_part_stays';
    END IF;
    SELECT * INTO owner FROM campaigns_campaign WHERE id = NEW.campaign_id FOR SHARE;
    IF owner.state <> 'carried_out' OR owner.union_id = NEW.union_id OR NOT EXISTS (
        SELECT FROM campaigns_campaignlist l
        WHERE l.campaign_id = NEW.campaign_id AND l.union_id = NEW.union_id AND l.state = 'approved'
    ) THEN
        RAISE EXCEPTION 'campaign % takes no part of union %', NEW.campaign_id, NEW.union_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_part_wanted';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'submitted' OR NEW.decided_by_id IS NOT NULL THEN
            RAISE EXCEPTION 'a part begins handed in'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_part_begins';
        END IF;
    ELSE
        kept := CASE
            WHEN (OLD.state, NEW.state) = ('returned', 'submitted') THEN written
            WHEN (OLD.state, NEW.state) IN (('submitted', 'returned'), ('submitted', 'accepted'), ('accepted', 'returned'))
                THEN ancestors || decided || ARRAY['state', 'note']
        END;
        IF kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
            RAISE EXCEPTION 'a part keeps to its way'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_part_stays';
        END IF;
    END IF;
    IF NEW.submitted_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.submitted_by_id, NEW.submitted_for_id, NEW.submitted_at), false)
       OR NEW.decided_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_part_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_reportpart_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_reportpart
    FOR EACH ROW EXECUTE FUNCTION campaigns_reportpart_keeps();
CREATE TRIGGER campaigns_reportpart_no_truncate BEFORE TRUNCATE ON campaigns_reportpart
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION campaigns_campaign_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM campaigns_campaignlist l
        WHERE l.campaign_id = NEW.id AND l.union_id <> NEW.union_id AND l.state = 'approved' AND NOT EXISTS (
            SELECT FROM campaigns_reportpart p
            WHERE p.campaign_id = NEW.id AND p.union_id = l.union_id AND p.state = 'accepted'
        )
    ) THEN
        RAISE EXCEPTION 'campaign % lacks the parts of some unions', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_reported_whole';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_campaign_is_whole BEFORE UPDATE OF state ON campaigns_campaign
    FOR EACH ROW WHEN (OLD.state <> 'reported' AND NEW.state = 'reported')
    EXECUTE FUNCTION campaigns_campaign_is_whole();
