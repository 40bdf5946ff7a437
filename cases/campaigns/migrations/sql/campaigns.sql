-- A campaign (慰问活动) begins as a draft, keeps to its way, and stays what was approved: what it is and its groups and
-- funds change only in a draft, its quotas until the lists are handed in; quotas go to the union itself and those below,
-- and it is paid by its own union's money. That two people drew it up and opened it is a check of the table.
-- Why: a standard that is raised after the leader signed is how a gift becomes a bonus.
-- Test: tests/cases/campaigns/test_around_python.py.

CREATE FUNCTION campaigns_campaign_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    head text[] := ancestors || ARRAY[
        'kind', 'name', 'theme', 'organisers', 'year', 'from_on', 'until_on', 'document_no', 'document_on', 'scan',
        'scan_type', 'approved_by', 'twice', 'instructions'];
    steps text[] := ancestors || ARRAY['state', 'note'];
    opening text[] := steps || ARRAY['opened_at', 'opened_by_id', 'opened_for_id'];
    closing text[] := steps || ARRAY['closed_at', 'closed_by_id'];
    kept text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.opened_by_id IS NOT NULL THEN
            RAISE EXCEPTION 'a campaign begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_begins';
        END IF;
        RETURN NEW;
    END IF;
    kept := CASE
        WHEN NEW.state = OLD.state AND OLD.state = 'draft' THEN head
        WHEN NEW.state = OLD.state THEN ancestors
        WHEN (OLD.state, NEW.state) = ('draft', 'open') THEN opening
        WHEN (OLD.state, NEW.state) = ('reported', 'closed') THEN closing
        WHEN (OLD.state, NEW.state) IN (
            ('draft', 'dropped'), ('open', 'dropped'), ('submitted', 'dropped'), ('approved', 'dropped'),
            ('carried_out', 'dropped'), ('open', 'submitted'), ('submitted', 'open'), ('submitted', 'approved'),
            ('approved', 'carried_out'), ('carried_out', 'reported')) THEN steps
    END;
    IF TG_OP = 'DELETE' OR kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'a campaign stays what was approved'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_keeps';
    END IF;
    IF (OLD.state, NEW.state) = ('draft', 'open')
       AND EXISTS (SELECT FROM campaigns_targetgroup g WHERE g.campaign_id = NEW.id AND g.cash > 0)
       AND NOT EXISTS (
           SELECT FROM campaigns_campaignfund f JOIN ledgers_funduse u ON u.fund_id = f.fund_id
           WHERE f.campaign_id = NEW.id AND u.use_id = CASE NEW.kind WHEN 'tuition' THEN 'tuition' ELSE 'warmth' END
       )
    THEN
        RAISE EXCEPTION 'campaign % gives cash that no fund may pay', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_has_money';
    END IF;
    IF NEW.opened_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.opened_by_id, NEW.opened_for_id, NEW.opened_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_campaign_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_campaign
    FOR EACH ROW EXECUTE FUNCTION campaigns_campaign_keeps();
CREATE TRIGGER campaigns_campaign_no_truncate BEFORE TRUNCATE ON campaigns_campaign
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The lock makes whoever writes a part and whoever takes a step take turns. The arguments are the states in which
-- the part may change.
CREATE FUNCTION campaigns_part_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END;
    owner campaigns_campaign;
BEGIN
    SELECT * INTO owner FROM campaigns_campaign WHERE id = part FOR UPDATE;
    IF NOT owner.state = ANY (TG_ARGV) OR TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'the parts of campaign % stay as they are', part
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_parts_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF TG_TABLE_NAME = 'campaigns_quota' AND NOT EXISTS (
        SELECT FROM accounts_union own, accounts_union below
        WHERE own.id = owner.union_id AND below.id = (to_jsonb(NEW) ->> 'union_id')::bigint
          AND starts_with(below.path, own.path) AND below.closed_on IS NULL
    ) THEN
        RAISE EXCEPTION 'a quota goes to an open union of the campaign'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_goes_down';
    END IF;
    IF TG_TABLE_NAME = 'campaigns_campaignfund' AND NOT EXISTS (
        SELECT FROM ledgers_fund f
        WHERE f.id = (to_jsonb(NEW) ->> 'fund_id')::bigint AND f.union_id = owner.union_id
    ) THEN
        RAISE EXCEPTION 'a campaign is paid by the money of its own union'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_fund_is_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_targetgroup_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_targetgroup
    FOR EACH ROW EXECUTE FUNCTION campaigns_part_keeps('draft');
CREATE TRIGGER campaigns_campaignfund_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_campaignfund
    FOR EACH ROW EXECUTE FUNCTION campaigns_part_keeps('draft');
CREATE TRIGGER campaigns_quota_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_quota
    FOR EACH ROW EXECUTE FUNCTION campaigns_part_keeps('draft', 'open');
CREATE TRIGGER campaigns_targetgroup_no_truncate BEFORE TRUNCATE ON campaigns_targetgroup
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaigns_campaignfund_no_truncate BEFORE TRUNCATE ON campaigns_campaignfund
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaigns_quota_no_truncate BEFORE TRUNCATE ON campaigns_quota
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
