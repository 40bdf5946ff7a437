-- What a department offers stays as it was entered, but for its last day and a merger of unions. A referral begins as
-- sent, of somebody of its household, by a clerk of the file's union, to a service of that union or one above it; it
-- stays as it was sent and moves by its steps alone, which are taken by whoever has it in hand; what was won is a
-- record of aid of the same sum and person, and the version that takes its place where it is corrected.
-- Why: what departments gave is counted by these rows, and a sum that stands here and not in the history of aid, or there
-- and not here, is a sum that nobody asked for.
-- Test: tests/cases/referrals/test_referrals.py.

CREATE FUNCTION referrals_service_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ended text[] := ARRAY['until_on', 'ended_at', 'ended_by_id'];
BEGIN
    -- One that goes along when unions merge changes its union and nothing else.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'union_id' = to_jsonb(OLD) - 'union_id' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - ended <> to_jsonb(OLD) - ended OR OLD.until_on IS NOT NULL THEN
        RAISE EXCEPTION 'a service of a department stays as it was entered'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'department_service_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_departmentservice_keeps BEFORE UPDATE OR DELETE ON referrals_departmentservice
    FOR EACH ROW EXECUTE FUNCTION referrals_service_keeps();
CREATE TRIGGER referrals_departmentservice_no_truncate BEFORE TRUNCATE ON referrals_departmentservice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whether somebody is a clerk of a union today.
CREATE FUNCTION referrals_is_clerk(person bigint, place bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_appointment p
         WHERE p.user_id = person AND p.union_id = place AND p.role = 'clerk' AND p.revoked_at IS NULL
           AND p.second <> 'waiting' AND hardship_today() BETWEEN p.from_on AND coalesce(p.until_on, 'infinity'))
$$;

CREATE FUNCTION referrals_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    followed text[] := ARRAY['worker_id', 'won', 'aid_id'];
    moved text[] := ARRAY['state', 'answered_on', 'answer', 'settled_on', 'why', 'won', 'aid_id', 'worker_id'];
    step referrals_referralstep%ROWTYPE;
    seat bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a referral is never removed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_stays';
    END IF;
    SELECT union_id INTO seat FROM archives_household WHERE id = NEW.household_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'sent' OR NEW.issuer_id <> seat OR NOT referrals_is_clerk(NEW.worker_id, seat)
           OR NEW.worker_id NOT IN (NEW.created_by_id, coalesce(NEW.stood_in_for_id, NEW.created_by_id))
           OR NEW.sent_on > hardship_today()
           OR NEW.stood_in_for_id IS NOT NULL
              AND NOT coalesce(stands_in_for(NEW.created_by_id, NEW.stood_in_for_id, NEW.created_at), false)
           OR NOT EXISTS (SELECT FROM archives_member
                           WHERE id = NEW.member_id AND household_id = NEW.household_id AND removed_at IS NULL)
           OR NOT EXISTS (SELECT FROM referrals_departmentservice service JOIN accounts_union place ON place.id = seat
                           WHERE service.id = NEW.service_id
                             AND service.union_id = ANY (string_to_array(trim(both '/' FROM place.path), '/')::bigint[]))
        THEN
            RAISE EXCEPTION 'a referral begins as sent, by a clerk of the file, for one of its people'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - moved IS DISTINCT FROM to_jsonb(OLD) - moved
       OR NEW.state = OLD.state AND (
           to_jsonb(NEW) - followed IS DISTINCT FROM to_jsonb(OLD) - followed
           OR (NEW.won, NEW.aid_id) IS DISTINCT FROM (OLD.won, OLD.aid_id)
              AND NOT EXISTS (SELECT FROM aid_externalaid WHERE id = NEW.aid_id AND replaces_id = OLD.aid_id))
    THEN
        RAISE EXCEPTION 'referral % stays as it was sent and answered', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_stays';
    END IF;
    IF NEW.worker_id <> OLD.worker_id AND NOT referrals_is_clerk(NEW.worker_id, seat) THEN
        RAISE EXCEPTION 'referral % is in the hand of a clerk of its file', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_by_a_clerk';
    END IF;
    IF NEW.state <> OLD.state THEN
        SELECT * INTO step FROM referrals_referralstep WHERE referral_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR (step.source, step.target) <> (OLD.state, NEW.state)
           OR step.won IS DISTINCT FROM NEW.won AND NEW.state = 'won'
           OR NEW.state = 'answered' AND OLD.state = 'sent' AND (NEW.answer, NEW.answered_on) <> (step.comment, step."on")
           OR OLD.state <> 'sent' AND (NEW.answer, NEW.answered_on) IS DISTINCT FROM (OLD.answer, OLD.answered_on)
           OR NEW.state IN ('won', 'refused', 'dropped') AND (NEW.why, NEW.settled_on) <> (step.comment, step."on")
        THEN
            RAISE EXCEPTION 'referral % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_moves_by_steps';
        END IF;
    END IF;
    IF NEW.aid_id IS NOT NULL AND NEW.aid_id IS DISTINCT FROM OLD.aid_id AND NOT EXISTS (
        SELECT FROM aid_externalaid aid JOIN archives_member member ON member.id = NEW.member_id
         WHERE aid.id = NEW.aid_id AND aid.state = 'current' AND aid.value = NEW.won
           AND aid.person_index = member.id_number_index)
    THEN
        RAISE EXCEPTION 'what referral % won is a record of aid of the same sum and person', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_won_its_aid';
    END IF;
    IF OLD.aid_id IS NOT NULL AND NEW.aid_id IS NULL
       AND EXISTS (SELECT FROM aid_externalaid WHERE id = OLD.aid_id AND state = 'current') THEN
        RAISE EXCEPTION 'the record of aid ends with the result of referral %', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_ends_its_aid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_servicereferral_guard BEFORE INSERT OR UPDATE OR DELETE ON referrals_servicereferral
    FOR EACH ROW EXECUTE FUNCTION referrals_guard();
CREATE TRIGGER referrals_servicereferral_no_truncate BEFORE TRUNCATE ON referrals_servicereferral
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A step leaves from where the referral stands, taken by a clerk of the file's union: its worker, whoever stands in for
-- them, or any once the worker is no clerk there.
CREATE FUNCTION referrals_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner referrals_servicereferral;
    seat bigint;
BEGIN
    SELECT * INTO owner FROM referrals_servicereferral WHERE id = NEW.referral_id FOR UPDATE;
    SELECT union_id INTO seat FROM archives_household WHERE id = owner.household_id;
    IF owner.state <> NEW.source OR (NEW.action, NEW.source, NEW.target) NOT IN (
        ('answer', 'sent', 'answered'), ('win', 'answered', 'won'), ('refuse', 'answered', 'refused'),
        ('drop', 'sent', 'dropped'), ('drop', 'answered', 'dropped'), ('take_back', 'won', 'answered'),
        ('take_back', 'refused', 'answered'), ('take_back', 'dropped', 'answered'), ('take_back', 'dropped', 'sent')
    ) OR NEW."on" NOT BETWEEN owner.sent_on AND hardship_today() OR NEW.won IS NOT NULL AND NEW.action <> 'win' THEN
        RAISE EXCEPTION 'referral % takes no such step', NEW.referral_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_step_of_the_table';
    END IF;
    IF NEW.stood_in_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_by_who_stands_in';
    END IF;
    IF NEW.by_id <> owner.worker_id AND NOT stands_in_for(NEW.by_id, owner.worker_id, NEW.at) AND (
        referrals_is_clerk(owner.worker_id, seat)
        OR NOT referrals_is_clerk(coalesce(NEW.stood_in_for_id, NEW.by_id), seat))
    THEN
        RAISE EXCEPTION 'a step is taken by whoever has referral % in hand', NEW.referral_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'service_referral_step_by_its_worker';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_referralstep_guard BEFORE INSERT ON referrals_referralstep
    FOR EACH ROW EXECUTE FUNCTION referrals_guard_step();
