-- A list (慰问名单) of a union begins as a draft in an open campaign that gives it a quota, and keeps to its way. Handed in
-- it has people, keeps to the quota, and its rows are frozen under a fingerprint; approved it is what was handed in, by
-- nobody who put anybody on it or took anybody off. That maker and approver are two people is a check of the table.
-- Why: a name that comes onto a list after the leader signed is how money goes to nobody.
-- Test: tests/cases/campaigns/test_lists_around_python.py.

CREATE FUNCTION campaign_list_digest(key bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(jsonb_build_array(
        id, group_id, household_id, member_id, person_id, name, encode(id_number_index, 'hex'), heads, cash, goods
    )::text, E'\n' ORDER BY id), ''), 'UTF8')), 'hex')
    FROM campaigns_beneficiary WHERE list_id = key AND removed_at IS NULL
$$;

CREATE FUNCTION campaigns_campaignlist_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY['state', 'note'];
    decided text[] := ARRAY['decided_at', 'decided_by_id', 'decided_for_id'];
    submitting text[] := steps || decided || ARRAY['submitted_at', 'submitted_by_id', 'submitted_for_id', 'digest'];
    deciding text[] := steps || decided || ARRAY['line_id'];
    kept text[];
    told campaigns_campaign;
    share campaigns_quota;
    rows bigint; people bigint; households bigint; yuan numeric;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT * INTO told FROM campaigns_campaign WHERE id = NEW.campaign_id FOR SHARE;
        SELECT * INTO share FROM campaigns_quota WHERE campaign_id = NEW.campaign_id AND union_id = NEW.union_id;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.decided_by_id IS NOT NULL OR NEW.rounds <> 0 OR NEW.line_id IS NOT NULL THEN
            RAISE EXCEPTION 'a list begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_begins';
        END IF;
        IF told.state <> 'open' OR share IS NULL THEN
            RAISE EXCEPTION 'campaign % takes no list of union %', NEW.campaign_id, NEW.union_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_wanted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        kept := CASE
            WHEN NEW.state = OLD.state THEN ancestors
            WHEN OLD.state IN ('draft', 'returned') AND NEW.state = 'submitted' THEN submitting
            WHEN (OLD.state, NEW.state) = ('submitted', 'draft') THEN steps
            WHEN (OLD.state, NEW.state) = ('submitted', 'approved') THEN deciding || ARRAY['rounds']
            WHEN (OLD.state, NEW.state) IN (('submitted', 'returned'), ('approved', 'returned')) THEN deciding
        END;
    END IF;
    IF kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'a list keeps to its way'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_list_keeps';
    END IF;
    IF NEW.state = OLD.state OR NEW.state NOT IN ('submitted', 'approved') THEN
        RETURN NEW;
    END IF;
    IF told.state <> 'open' AND (NEW.state, told.state) <> ('approved', 'submitted') THEN
        RAISE EXCEPTION 'campaign % takes no list any more', NEW.campaign_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_in_time';
    END IF;
    SELECT count(*), coalesce(sum(b.heads), 0), count(DISTINCT b.household_id), coalesce(sum(b.cash + b.goods), 0)
    INTO rows, people, households, yuan
    FROM campaigns_beneficiary b WHERE b.list_id = NEW.id AND b.removed_at IS NULL;
    IF rows = 0 OR share IS NULL
       OR people > share.people OR households > share.households OR yuan > share.yuan
    THEN
        RAISE EXCEPTION 'list % is empty or beyond its quota', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_within_quota';
    END IF;
    IF NEW.state = 'submitted' THEN
        NEW.digest := campaign_list_digest(NEW.id);
        RETURN NEW;
    END IF;
    IF NEW.digest <> campaign_list_digest(NEW.id) OR NEW.rounds <> OLD.rounds + 1 THEN
        RAISE EXCEPTION 'list % is not what was handed in', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_as_handed_in';
    END IF;
    IF NEW.line_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledgers_budgetline line
        JOIN campaigns_campaignfund f ON f.fund_id = line.fund_id AND f.campaign_id = NEW.campaign_id
        WHERE line.id = NEW.line_id AND line.use_id = CASE told.kind WHEN 'tuition' THEN 'tuition' ELSE 'warmth' END
    ) THEN
        RAISE EXCEPTION 'list % is paid by money of its campaign for its use', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_paid_by_its_money';
    END IF;
    IF EXISTS (
        SELECT FROM campaigns_beneficiary b
        WHERE b.list_id = NEW.id
          AND (b.added_by_id IN (NEW.decided_by_id, NEW.decided_for_id)
               OR b.ended_why = '' AND b.removed_by_id IN (NEW.decided_by_id, NEW.decided_for_id))
    ) THEN
        RAISE EXCEPTION 'who put somebody on list % or took somebody off does not approve it', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_by_another';
    END IF;
    IF NEW.decided_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'campaign_list_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_campaignlist_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_campaignlist
    FOR EACH ROW EXECUTE FUNCTION campaigns_campaignlist_keeps();
CREATE TRIGGER campaigns_campaignlist_no_truncate BEFORE TRUNCATE ON campaigns_campaignlist
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Somebody on a list: put there while the list is open and the campaign takes lists, of a file of that union, for at
-- most the standard of the group; named unless the group is by heads. Taken off, never changed or deleted. Of an
-- approved list it is ended (停发) with a reason, once nothing is owed any more, by nobody who wrote the list. The lock
-- makes whoever writes a row and whoever hands the list in take turns.
CREATE FUNCTION campaigns_beneficiary_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    taken_off text[] := ARRAY['removed_at', 'removed_by_id'];
    ended text[] := taken_off || ARRAY['removed_for_id', 'ended_why', 'keeps_goods'];
    list campaigns_campaignlist;
    told campaigns_campaign;
    standard campaigns_targetgroup;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'whoever was on a list is taken off, not deleted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'beneficiary_stays';
    END IF;
    SELECT * INTO list FROM campaigns_campaignlist WHERE id = NEW.list_id FOR UPDATE;
    SELECT * INTO told FROM campaigns_campaign WHERE id = list.campaign_id;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.ended_why <> '' AND OLD.removed_at IS NULL AND list.state = 'approved'
       AND told.state NOT IN ('closed', 'dropped') AND to_jsonb(NEW) - ended = to_jsonb(OLD) - ended
    THEN
        IF EXISTS (
            SELECT FROM payments_payable p WHERE p.source = 'campaigns.beneficiary:' || NEW.id AND p.state <> 'void'
        ) THEN
            RAISE EXCEPTION 'row % is owed or was paid', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'beneficiary_ended_unpaid';
        END IF;
        IF ARRAY[list.made_by_id, list.made_for_id, list.submitted_by_id, list.submitted_for_id]
           && ARRAY[NEW.removed_by_id, NEW.removed_for_id]
           OR EXISTS (
               SELECT FROM campaigns_beneficiary b
               WHERE b.list_id = list.id AND (b.added_by_id IN (NEW.removed_by_id, NEW.removed_for_id)
                   OR b.ended_why = '' AND b.removed_by_id IN (NEW.removed_by_id, NEW.removed_for_id))
           )
           OR NEW.removed_for_id IS NOT NULL
              AND NOT coalesce(stands_in_for(NEW.removed_by_id, NEW.removed_for_id, NEW.removed_at), false)
        THEN
            RAISE EXCEPTION 'who wrote list % ends none of its rows', list.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'beneficiary_ended_by_another';
        END IF;
        RETURN NEW;
    END IF;
    IF list.state NOT IN ('draft', 'returned') OR told.state <> 'open' OR TG_OP = 'UPDATE' AND (
        OLD.removed_at IS NOT NULL OR to_jsonb(NEW) - taken_off <> to_jsonb(OLD) - taken_off
    ) THEN
        RAISE EXCEPTION 'list % is closed to changes', NEW.list_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'beneficiary_stays';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO standard FROM campaigns_targetgroup WHERE id = NEW.group_id;
    IF NEW.campaign_id <> list.campaign_id OR NEW.union_id <> list.union_id OR standard.campaign_id <> list.campaign_id
       OR NEW.may_repeat <> (told.twice = 'warn')
       OR standard.by_heads <> (NEW.id_number_index IS NULL)
    THEN
        RAISE EXCEPTION 'a row belongs to a group of its campaign, named or by heads as that says'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'beneficiary_of_group';
    END IF;
    IF NEW.cash > standard.cash * NEW.heads OR NEW.goods > standard.goods * NEW.heads THEN
        RAISE EXCEPTION 'beyond the standard of group %', standard.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'beneficiary_within_standard';
    END IF;
    IF NEW.household_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM archives_household file, archives_member member, accounts_union holder, accounts_union own
        WHERE file.id = NEW.household_id AND member.id = NEW.member_id AND member.household_id = file.id
          AND holder.id = file.union_id AND own.id = list.union_id AND starts_with(holder.path, own.path)
    ) THEN
        RAISE EXCEPTION 'a file of another union is on its list'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'beneficiary_of_own_file';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_beneficiary_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_beneficiary
    FOR EACH ROW EXECUTE FUNCTION campaigns_beneficiary_keeps();
CREATE TRIGGER campaigns_beneficiary_no_truncate BEFORE TRUNCATE ON campaigns_beneficiary
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
