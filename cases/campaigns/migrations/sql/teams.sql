-- A team (慰问组) is of the campaign's union or one below, and is written while the approved lists are carried out. Somebody
-- of an approved list of its union or one below is allotted to it, as long as the row stands; moved or taken back until
-- a visit was recorded (visits.sql).
-- Why: nothing is handed over before it was approved (先审批后发放), and a sheet that a leader carries shows nobody else's.
-- Test: tests/cases/campaigns/test_visiting_around_python.py.

CREATE FUNCTION campaigns_visitteam_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    told text[] := ancestors || ARRAY['leader', 'post', 'members', 'vehicle', 'phone', 'visits_on'];
    one campaigns_visitteam := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    owner campaigns_campaign;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN
        RETURN NEW;
    END IF;
    SELECT * INTO owner FROM campaigns_campaign WHERE id = one.campaign_id FOR SHARE;
    IF owner.state NOT IN ('approved', 'carried_out')
       OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - told <> to_jsonb(OLD) - told
    THEN
        RAISE EXCEPTION 'campaign % sends no teams out', one.campaign_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'visit_team_in_time';
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_union own, accounts_union below
        WHERE own.id = owner.union_id AND below.id = one.union_id AND starts_with(below.path, own.path)
    ) THEN
        RAISE EXCEPTION 'a team is of a union of its campaign'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_team_of_campaign';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_visitteam_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_visitteam
    FOR EACH ROW EXECUTE FUNCTION campaigns_visitteam_keeps();
CREATE TRIGGER campaigns_visitteam_no_truncate BEFORE TRUNCATE ON campaigns_visitteam
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION campaigns_allotment_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one campaigns_allotment := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    visiting boolean;
BEGIN
    SELECT c.state IN ('approved', 'carried_out') INTO visiting
    FROM campaigns_visitteam t JOIN campaigns_campaign c ON c.id = t.campaign_id
    WHERE t.id = one.team_id FOR SHARE OF c;
    IF NOT visiting OR TG_OP = 'UPDATE' AND NEW.beneficiary_id <> OLD.beneficiary_id THEN
        RAISE EXCEPTION 'nobody is allotted any more'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'allotment_in_time';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NOT EXISTS (
        SELECT FROM campaigns_visitteam t
        JOIN campaigns_beneficiary b ON b.id = NEW.beneficiary_id AND b.campaign_id = t.campaign_id
        JOIN campaigns_campaignlist l ON l.id = b.list_id
        JOIN accounts_union own ON own.id = t.union_id
        JOIN accounts_union below ON below.id = b.union_id
        WHERE t.id = NEW.team_id AND b.removed_at IS NULL AND l.state = 'approved'
          AND starts_with(below.path, own.path)
    ) THEN
        RAISE EXCEPTION 'team % sees those of approved lists of its union', NEW.team_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allotment_of_approved_list';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_allotment_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_allotment
    FOR EACH ROW EXECUTE FUNCTION campaigns_allotment_keeps();
CREATE TRIGGER campaigns_allotment_no_truncate BEFORE TRUNCATE ON campaigns_allotment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
