-- An application moves only by a step that was recorded before it in the same table, begins as a draft, keeps what was
-- submitted, with its content (applications_submission), and nobody decides on their own work (requirement B3).
-- Test: tests/cases/approvals/test_guards.py.

CREATE FUNCTION approvals_guard_application() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE;
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        SELECT * INTO step FROM approvals_approvalstep WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state THEN
            RAISE EXCEPTION 'application % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_moves_by_steps';
        END IF;
    END IF;
    IF NEW.stage_no IS DISTINCT FROM OLD.stage_no THEN
        SELECT * INTO step FROM approvals_approvalstep WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.stage_no IS DISTINCT FROM OLD.stage_no OR step.next_no IS DISTINCT FROM NEW.stage_no THEN
            RAISE EXCEPTION 'application % goes along its route by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_goes_by_steps';
        END IF;
    END IF;
    IF OLD.state NOT IN ('draft', 'returned') AND ROW(
        NEW.union_id, NEW.household_id, NEW.programme_id, NEW.member_id, NEW.number, NEW.round, NEW.year,
        NEW.channel, NEW.received_on, NEW.agent_name, NEW.agent_relation, NEW.desk_id, NEW.is_urgent,
        NEW.facts, NEW.reason, NEW.goods, NEW.invoices, NEW.entitled, NEW.entitled_steps,
        NEW.category, NEW.own_category, NEW.own_label, NEW.content_hash, NEW.created_by_id, NEW.submitted_by_id, NEW.submitted_at
    ) IS DISTINCT FROM ROW(
        OLD.union_id, OLD.household_id, OLD.programme_id, OLD.member_id, OLD.number, OLD.round, OLD.year,
        OLD.channel, OLD.received_on, OLD.agent_name, OLD.agent_relation, OLD.desk_id, OLD.is_urgent,
        OLD.facts, OLD.reason, OLD.goods, OLD.invoices, OLD.entitled, OLD.entitled_steps,
        OLD.category, OLD.own_category, OLD.own_label, OLD.content_hash, OLD.created_by_id, OLD.submitted_by_id, OLD.submitted_at
    ) THEN
        RAISE EXCEPTION 'application % stays as it was submitted', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_stays_as_submitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_guard BEFORE UPDATE ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_application();

-- Whoever found an objection right sends its application back or refuses it, whatever post it waits for.
CREATE FUNCTION approvals_found_objection(step approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM notices_objection objection JOIN notices_noticeentry line ON line.id = objection.entry_id
         WHERE line.source = 'applications.application:' || step.application_id AND line.round = step.round
           AND objection.outcome IN ('upheld', 'refused') AND objection.answered_by_id = step.by_id
    )
$$;

-- What was decided outside has a number, an issuer and a day: not before the case was submitted, and none to come.
CREATE FUNCTION approvals_is_documented(step approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(btrim(step.outside_number) <> '' AND btrim(step.outside_issuer) <> ''
        AND step.outside_on <= (step.at AT TIME ZONE 'Asia/Shanghai')::date
        AND step.outside_on >= (submitted_at AT TIME ZONE 'Asia/Shanghai')::date, false)
      FROM applications_application WHERE id = step.application_id
$$;

-- A case that waits for its applicant does so for thirty working days in all at one stay at a stage (no table knows
-- those: sixty days), for a reason; it goes on where it stood, by the clock not before its last day. Nothing else
-- happens to it meanwhile; its clerk takes it back where they could have done so before, not once it was passed.
-- Test: tests/cases/approvals/test_suspended.py.
CREATE FUNCTION approvals_days_waited(step approvals_approvalstep) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum((ended.at AT TIME ZONE 'Asia/Shanghai')::date - (begun.at AT TIME ZONE 'Asia/Shanghai')::date), 0)
      FROM approvals_approvalstep begun JOIN LATERAL (
        SELECT at FROM approvals_approvalstep later
         WHERE later.application_id = begun.application_id AND later.id > begun.id ORDER BY id LIMIT 1
      ) ended ON true
     WHERE begun.application_id = step.application_id AND begun.round = step.round AND begun.lap = step.lap
       AND begun.stage_no = step.stage_no AND begun.action = 'suspend'
$$;

CREATE FUNCTION approvals_may_suspend(step approvals_approvalstep, here approvals_routestage) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE step.action
        WHEN 'suspend' THEN step.source IN ('review', 'approval') AND step.target = 'suspended'
            AND btrim(step.comment) <> '' AND step.until_on > on_day
            AND step.until_on <= on_day + 60 - approvals_days_waited(step)
        WHEN 'resume' THEN step.source = 'suspended'
            AND step.target = CASE WHEN here.kind IN ('review', 'field_check') THEN 'review' ELSE 'approval' END
            AND (step.by_id IS NOT NULL OR on_day >= (
                SELECT until_on FROM approvals_approvalstep WHERE application_id = step.application_id
                   AND action = 'suspend' ORDER BY id DESC LIMIT 1))
        ELSE false
    END FROM (SELECT (step.at AT TIME ZONE 'Asia/Shanghai')::date AS on_day) AS today
$$;

-- Whoever signs holds the post that the frozen route names, on that day; a stage ends when as many different people
-- have agreed as it asks for, and then comes the next stage of the route, none other. A stage outside this program
-- takes the document by which it was decided there.
CREATE FUNCTION approvals_keep_to_route() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE := NEW;
    stands_at smallint;
    here approvals_routestage%ROWTYPE;
    following approvals_routestage%ROWTYPE;
    signed integer;
    leads_to text;
    wants_document boolean;
BEGIN
    SELECT stage_no INTO stands_at FROM applications_application WHERE id = step.application_id;
    SELECT * INTO here FROM approvals_routestage
     WHERE application_id = step.application_id AND round = step.round AND position = stands_at;
    IF NOT FOUND OR step.stage_no IS DISTINCT FROM stands_at THEN
        RAISE EXCEPTION 'application % has no such stage', step.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_along_the_route';
    END IF;
    here := approvals_as_it_waits(here, step.lap);
    IF step.action NOT IN ('opine', 'take_over', 'extend') AND NOT (step.by_id IS NULL AND step.action IN ('conclude', 'resume')) AND NOT (
        step.action IN ('return', 'reject') AND approvals_found_objection(step)
    ) AND NOT EXISTS (
        SELECT FROM accounts_appointment
         WHERE user_id = coalesce(step.stood_in_for_id, step.by_id) AND union_id = here.union_id AND role = here.role
           AND revoked_at IS NULL AND second <> 'waiting'
           AND from_on <= (step.at AT TIME ZONE 'Asia/Shanghai')::date
           AND coalesce(until_on, 'infinity') >= (step.at AT TIME ZONE 'Asia/Shanghai')::date
    ) THEN
        RAISE EXCEPTION 'stage % of application % is another post''s', here.label, step.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_by_whom_the_route_names';
    END IF;
    IF step.source = 'public_notice' AND step.action = 'reject' AND NOT approvals_found_objection(step) THEN
        RAISE EXCEPTION 'application % is refused on its notice for an objection alone', step.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_refuses_for_an_objection';
    END IF;
    IF 'suspended' IN (step.source, step.target) THEN
        IF step.next_no IS DISTINCT FROM stands_at OR NOT approvals_may_suspend(step, here) THEN
            RAISE EXCEPTION 'application % waits for a while where it stands', step.application_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_suspends_where_it_stands';
        END IF;
        RETURN NEW;
    END IF;
    wants_document := here.is_outside AND step.action IN ('pass', 'approve', 'reject');
    IF wants_document AND NOT approvals_is_documented(step)
        OR NOT wants_document AND (step.outside_on IS NOT NULL OR step.outside_number <> '') THEN
        RAISE EXCEPTION 'what was decided elsewhere, and nothing else, names its document'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_says_what_was_decided_outside';
    END IF;
    IF step.action IN ('pass', 'approve', 'reject') AND step.source <> 'public_notice'
        AND step.is_decision = here.is_outside THEN
        RAISE EXCEPTION 'whoever signs at stage % decides', here.label
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_signed_is_a_decision';
    END IF;
    IF step.action = 'send_back' THEN
        PERFORM FROM approvals_routestage earlier
          WHERE earlier.application_id = step.application_id AND earlier.round = step.round
            AND earlier.position = step.next_no AND step.next_no < stands_at AND NOT earlier.is_outside
            AND step.source <> 'public_notice' AND btrim(step.comment) <> ''
            AND step.target = CASE WHEN earlier.kind IN ('review', 'field_check') THEN 'review'
                                   WHEN earlier.kind IN ('meeting', 'decide') THEN 'approval' END;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'application % goes back to a stage that it has passed', step.application_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_back_along_the_route';
        END IF;
        RETURN NEW;
    END IF;
    IF step.action NOT IN ('pass', 'conclude', 'approve') THEN
        RETURN NEW;
    END IF;
    SELECT count(DISTINCT by_id) + 1 INTO signed FROM approvals_approvalstep
     WHERE application_id = step.application_id AND round = step.round AND stage_no = stands_at
       AND action IN ('pass', 'approve') AND is_decision AND by_id <> step.by_id
       AND approvals_stands(approvals_approvalstep);
    IF signed < here.deciders THEN
        following := here;
    ELSE
        SELECT * INTO following FROM approvals_routestage
         WHERE application_id = step.application_id AND round = step.round AND position > stands_at
           AND NOT (kind = 'notice' AND approvals_was_shown(step.application_id, step.round))
         ORDER BY position LIMIT 1;
    END IF;
    leads_to := CASE
        WHEN following.id IS NULL THEN 'approved'
        WHEN following.kind IN ('review', 'field_check') THEN 'review'
        WHEN following.kind = 'notice' THEN 'public_notice'
        ELSE 'approval'
    END;
    IF step.target <> leads_to OR (following.id IS NOT NULL AND step.next_no IS DISTINCT FROM following.position) THEN
        RAISE EXCEPTION 'application % goes on to stage %', step.application_id, following.label
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_along_the_route';
    END IF;
    RETURN NEW;
END $$;
-- After the other guards, which say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_walks_the_route BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (
        NEW.source IN ('review', 'public_notice', 'approval', 'suspended') AND NEW.action NOT IN ('withdraw', 'recall', 'retract')
    )
    EXECUTE FUNCTION approvals_keep_to_route();

CREATE FUNCTION approvals_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NEW.source <> application.state THEN
        RAISE EXCEPTION 'application % is not in state %', NEW.application_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_from_where_it_is';
    END IF;
    -- What was decided outside is no decision of whoever records it, and yet not for them to record.
    -- To take a signature back only ends what one had a say in: also for who stays out since, or stands in for them.
    IF NEW.action NOT IN ('submit', 'withdraw', 'recall', 'retract') AND (
        NEW.by_id IN (application.created_by_id, application.submitted_by_id)
        OR NEW.stood_in_for_id IN (application.created_by_id, application.submitted_by_id)
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = NEW.application_id
                      AND (by_id IN (NEW.by_id, NEW.stood_in_for_id)
                           OR stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id)))
        OR approvals_wrote_file(application, NEW.by_id) OR approvals_wrote_file(application, NEW.stood_in_for_id)
    ) THEN
        RAISE EXCEPTION 'nobody decides on what they made'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_not_on_own_work';
    END IF;
    -- What is urgent may have its decision as its first step.
    IF NEW.action = 'withdraw' AND NEW.source IN ('suspended', 'approval') AND EXISTS (
        SELECT FROM approvals_routestage
         WHERE application_id = NEW.application_id AND round = application.round AND position = application.stage_no
           AND kind NOT IN ('review', 'field_check')
           AND (position > 0 OR EXISTS (SELECT FROM approvals_approvalstep WHERE application_id = NEW.application_id
                                           AND round = application.round AND is_decision))
    ) THEN
        RAISE EXCEPTION 'application % is taken back before it is decided on', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_takes_back_before_approval';
    END IF;
    IF NEW.action = 'recall' AND EXISTS (
        SELECT FROM approvals_approvalstep
         WHERE application_id = NEW.application_id AND round = application.round AND action <> 'submit'
    ) THEN
        RAISE EXCEPTION 'application % is written on again before anybody acts on it', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_recalls_what_nobody_acted_on';
    END IF;
    IF NEW.action = 'submit' AND NOT EXISTS (
        SELECT FROM applications_submission
         WHERE application_id = NEW.application_id AND round = NEW.round AND content_hash = NEW.content_hash
    ) THEN
        RAISE EXCEPTION 'what is submitted is kept'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_keeps_what_is_submitted';
    END IF;
    IF (NEW.is_decision OR NEW.action IN ('opine', 'pass', 'approve', 'reject', 'send_back'))
        AND (NEW.content_hash <> application.content_hash OR NEW.round <> application.round) THEN
        RAISE EXCEPTION 'a decision is on what was submitted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_on_what_was_submitted';
    END IF;
    RETURN NEW;
END $$;
-- Who stays out of a case (回避) takes no step of those who sign (tests/cases/archives/test_recusals.py), but may take back
-- what they signed before (tests/cases/approvals/test_retracted.py).
CREATE FUNCTION approvals_guard_recusal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    file bigint;
BEGIN
    SELECT household_id INTO file FROM applications_application WHERE id = NEW.application_id;
    IF stays_out(file, NEW.by_id) OR stays_out(file, NEW.stood_in_for_id) THEN
        RAISE EXCEPTION 'who stays out of a case does not decide on it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_by_who_stays_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_recusal BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action NOT IN ('submit', 'withdraw', 'recall', 'retract'))
    EXECUTE FUNCTION approvals_guard_recusal();

-- Who stands in (代办) does so on the day, and of the two names neither has decided in the round.
CREATE FUNCTION approvals_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stood_in_for_id IS NOT NULL AND NOT stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_by_who_stands_in';
    END IF;
    IF NEW.is_decision AND EXISTS (
        SELECT FROM approvals_approvalstep earlier
         WHERE earlier.application_id = NEW.application_id AND earlier.round = NEW.round AND earlier.is_decision
           AND (earlier.stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id) OR earlier.by_id = NEW.stood_in_for_id
                OR earlier.by_id = NEW.by_id AND (earlier.lap, earlier.again) <> (NEW.lap, NEW.again))
           AND approvals_stands(earlier)
    ) THEN
        RAISE EXCEPTION 'one hand decides once in a round, also by a stand-in'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_decided_once_a_round';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_stand_in BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_stand_in();
CREATE TRIGGER approvals_approvalstep_guard BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_step();

CREATE FUNCTION approvals_guard_new_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' THEN
        RAISE EXCEPTION 'application begins as a draft, not as %', NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_begins_as_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_guard_new BEFORE INSERT ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_new_application();
