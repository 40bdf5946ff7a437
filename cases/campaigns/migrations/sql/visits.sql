-- A visit (慰问走访) of a campaign that is carried out: to somebody of an approved list, after its approval, within the
-- campaign. A family on file that is met at home is seen by a home visit of the archive. What is said to be handed over
-- left a store by a slip of the list, or was paid. It stays as it was recorded, and so does who was to see them.
-- Why: a gift that only words tell of is how goods vanish between the store and the door.
-- Test: tests/cases/campaigns/test_visiting_around_python.py.

CREATE FUNCTION campaigns_campaignvisit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    one campaigns_beneficiary;
    list campaigns_campaignlist;
    told campaigns_campaign;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a visit stays as it was recorded'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_visit_stays';
    END IF;
    SELECT * INTO one FROM campaigns_beneficiary WHERE id = NEW.beneficiary_id FOR UPDATE;
    SELECT * INTO list FROM campaigns_campaignlist WHERE id = one.list_id;
    SELECT * INTO told FROM campaigns_campaign WHERE id = one.campaign_id FOR SHARE;
    IF told.state <> 'carried_out' OR list.state <> 'approved' OR one.removed_at IS NOT NULL
       OR NEW.union_id <> one.union_id
       OR NEW.visited_on NOT BETWEEN told.from_on AND told.until_on
       OR NEW.visited_on < (list.decided_at AT TIME ZONE 'Asia/Shanghai')::date
       OR NEW.team_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM campaigns_visitteam t WHERE t.id = NEW.team_id AND t.campaign_id = one.campaign_id
       )
    THEN
        RAISE EXCEPTION 'row % is not visited now', one.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_visit_in_time';
    END IF;
    IF (NEW.home_visit_id IS NOT NULL) <> (
           NEW.kind = 'home' AND NEW.met NOT IN ('nobody', 'proxy') AND one.household_id IS NOT NULL)
       OR NEW.home_visit_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM visits_homevisit v
           WHERE v.id = NEW.home_visit_id AND v.household_id = one.household_id
             AND v.visited_on BETWEEN told.from_on AND NEW.visited_on
       )
    THEN
        RAISE EXCEPTION 'a family on file is met at home by a home visit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_visit_is_home_visit';
    END IF;
    IF NEW.handed = 'issued' AND (
        one.goods > 0 AND NOT EXISTS (
            SELECT FROM goods_slip s
            WHERE s.source = 'campaigns.campaignlist:' || list.id AND s.kind = 'issue'
              AND s.state IN ('prepared', 'posted')
              AND NOT EXISTS (SELECT FROM goods_slip r WHERE r.reverses_id = s.id AND r.state = 'posted')
        )
        OR one.goods = 0 AND NOT EXISTS (
            SELECT FROM payments_payable p
            WHERE p.source = 'campaigns.beneficiary:' || one.id AND p.state = 'paid'
        )
    ) THEN
        RAISE EXCEPTION 'nothing left for row %', one.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_visit_hands_over_what_left';
    END IF;
    IF NEW.recorded_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.recorded_by_id, NEW.recorded_for_id, NEW.recorded_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_visit_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_campaignvisit_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_campaignvisit
    FOR EACH ROW EXECUTE FUNCTION campaigns_campaignvisit_keeps();
CREATE TRIGGER campaigns_campaignvisit_no_truncate BEFORE TRUNCATE ON campaigns_campaignvisit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaigns_campaignphoto_append_only BEFORE UPDATE OR DELETE ON campaigns_campaignphoto
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaigns_campaignphoto_no_truncate BEFORE TRUNCATE ON campaigns_campaignphoto
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who saw somebody stays who saw them.
CREATE FUNCTION campaigns_allotment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM campaigns_campaignvisit v
        WHERE v.beneficiary_id = OLD.beneficiary_id AND v.team_id = OLD.team_id AND v.met <> 'nobody'
    ) THEN
        RAISE EXCEPTION 'team % saw row %', OLD.team_id, OLD.beneficiary_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'allotment_seen_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_allotment_stays BEFORE UPDATE OR DELETE ON campaigns_allotment
    FOR EACH ROW EXECUTE FUNCTION campaigns_allotment_stays();

-- A wish stays what was said; until it is answered it may pass to somebody else; answered once, by its owner or who
-- stands in for them.
CREATE FUNCTION campaigns_wish_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    passed text[] := ancestors || ARRAY['owner_id'];
    kept text[];
    answered text[] := ancestors || ARRAY['answer', 'answered_at', 'answered_by_id', 'answered_for_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.answered_at IS NOT NULL
           OR NOT EXISTS (SELECT FROM campaigns_campaignvisit v WHERE v.id = NEW.visit_id AND v.union_id = NEW.union_id)
        THEN
            RAISE EXCEPTION 'a wish begins open'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'wish_begins';
        END IF;
        RETURN NEW;
    END IF;
    kept := CASE WHEN NEW.answered_at IS NULL THEN passed ELSE answered END;
    IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'a wish stays what was said'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'wish_stays';
    END IF;
    IF NEW.answered_at IS NOT NULL AND (
        NEW.owner_id NOT IN (NEW.answered_by_id, coalesce(NEW.answered_for_id, NEW.answered_by_id))
        OR NEW.answered_for_id IS NOT NULL
           AND NOT coalesce(stands_in_for(NEW.answered_by_id, NEW.answered_for_id, NEW.answered_at), false)
    ) THEN
        RAISE EXCEPTION 'wish % is answered by whose task it is', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'wish_answered_by_its_owner';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_wish_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_wish
    FOR EACH ROW EXECUTE FUNCTION campaigns_wish_keeps();
CREATE TRIGGER campaigns_wish_no_truncate BEFORE TRUNCATE ON campaigns_wish
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
