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
        NEW.channel, NEW.received_on, NEW.agent_name, NEW.agent_relation, NEW.desk_id,
        NEW.facts, NEW.reason, NEW.amount, NEW.entitled, NEW.entitled_steps,
        NEW.category, NEW.own_category, NEW.own_label, NEW.content_hash, NEW.created_by_id, NEW.submitted_by_id, NEW.submitted_at
    ) IS DISTINCT FROM ROW(
        OLD.union_id, OLD.household_id, OLD.programme_id, OLD.member_id, OLD.number, OLD.round, OLD.year,
        OLD.channel, OLD.received_on, OLD.agent_name, OLD.agent_relation, OLD.desk_id,
        OLD.facts, OLD.reason, OLD.amount, OLD.entitled, OLD.entitled_steps,
        OLD.category, OLD.own_category, OLD.own_label, OLD.content_hash, OLD.created_by_id, OLD.submitted_by_id, OLD.submitted_at
    ) THEN
        RAISE EXCEPTION 'application % stays as it was submitted', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_stays_as_submitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_guard BEFORE UPDATE ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_application();

-- Whoever found an objection right sends its application back, whatever post it waits for.
CREATE FUNCTION approvals_found_objection(step approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM notices_objection objection JOIN notices_noticeentry line ON line.id = objection.entry_id
         WHERE line.source = 'applications.application:' || step.application_id AND line.round = step.round
           AND objection.outcome = 'upheld' AND objection.answered_by_id = step.by_id
    )
$$;

-- Whoever signs holds the post that the frozen route names, on that day; a stage ends when as many different people
-- have agreed as it asks for, and then comes the next stage of the route, none other. A stage outside this program
-- takes a word on what was decided there.
CREATE FUNCTION approvals_keep_to_route() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_approvalstep%ROWTYPE := NEW;
    stands_at smallint;
    here approvals_routestage%ROWTYPE;
    following approvals_routestage%ROWTYPE;
    signed integer;
    leads_to text;
BEGIN
    SELECT stage_no INTO stands_at FROM applications_application WHERE id = step.application_id;
    SELECT * INTO here FROM approvals_routestage
     WHERE application_id = step.application_id AND round = step.round AND position = stands_at;
    IF NOT FOUND OR step.stage_no IS DISTINCT FROM stands_at THEN
        RAISE EXCEPTION 'application % has no such stage', step.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_along_the_route';
    END IF;
    IF NOT (step.by_id IS NULL AND step.action = 'conclude') AND NOT (
        step.action = 'return' AND approvals_found_objection(step)
    ) AND NOT EXISTS (
        SELECT FROM accounts_appointment
         WHERE user_id = coalesce(step.stood_in_for_id, step.by_id) AND union_id = here.union_id AND role = here.role
           AND revoked_at IS NULL
           AND from_on <= (step.at AT TIME ZONE 'Asia/Shanghai')::date
           AND coalesce(until_on, 'infinity') >= (step.at AT TIME ZONE 'Asia/Shanghai')::date
    ) THEN
        RAISE EXCEPTION 'stage % of application % is another post''s', here.label, step.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_by_whom_the_route_names';
    END IF;
    IF step.action NOT IN ('pass', 'conclude', 'approve') THEN
        RETURN NEW;
    END IF;
    IF here.is_outside AND btrim(step.comment) = '' THEN
        RAISE EXCEPTION 'what was decided elsewhere is written down'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_says_what_was_decided_outside';
    END IF;
    SELECT count(DISTINCT by_id) + 1 INTO signed FROM approvals_approvalstep
     WHERE application_id = step.application_id AND round = step.round AND stage_no = stands_at
       AND action IN ('pass', 'approve') AND is_decision AND by_id <> step.by_id;
    IF signed < here.deciders THEN
        following := here;
    ELSE
        SELECT * INTO following FROM approvals_routestage
         WHERE application_id = step.application_id AND round = step.round AND position = stands_at + 1;
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
    FOR EACH ROW WHEN (NEW.source IN ('review', 'public_notice', 'approval') AND NEW.action <> 'withdraw')
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
    IF NEW.is_decision AND (
        NEW.by_id IN (application.created_by_id, application.submitted_by_id)
        OR NEW.stood_in_for_id IN (application.created_by_id, application.submitted_by_id)
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = NEW.application_id
                      AND (by_id IN (NEW.by_id, NEW.stood_in_for_id)
                           OR stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id)))
    ) THEN
        RAISE EXCEPTION 'nobody decides on what they made'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_not_on_own_work';
    END IF;
    IF NEW.action = 'submit' AND NOT EXISTS (
        SELECT FROM applications_submission
         WHERE application_id = NEW.application_id AND round = NEW.round AND content_hash = NEW.content_hash
    ) THEN
        RAISE EXCEPTION 'what is submitted is kept'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_keeps_what_is_submitted';
    END IF;
    IF NEW.is_decision AND (NEW.content_hash <> application.content_hash OR NEW.round <> application.round) THEN
        RAISE EXCEPTION 'a decision is on what was submitted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_on_what_was_submitted';
    END IF;
    RETURN NEW;
END $$;
-- Who stays out of a case (回避) decides on none of its applications (tests/cases/archives/test_recusals.py).
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
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION approvals_guard_recusal();

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
           AND (earlier.stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id) OR earlier.by_id = NEW.stood_in_for_id)
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
