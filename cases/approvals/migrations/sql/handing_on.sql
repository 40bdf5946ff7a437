-- A case is handed on (转办) within the post that the route names, by somebody who could sign it to somebody who can: not
-- to whoever made it, stays out of it or has signed, and not back to somebody who handed it on at this stage. Then
-- nobody else takes a step with it there, as long as its holder may sign it: with a working account, in the post, and not
-- staying out of the case (requirement B3).
-- Test: tests/cases/approvals/test_handed_on.py.

CREATE FUNCTION approvals_holds_post(person bigint, stage approvals_routestage, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_appointment JOIN accounts_user holder ON holder.id = user_id AND holder.is_active
         WHERE user_id = person AND accounts_appointment.union_id = stage.union_id AND role = stage.role
           AND revoked_at IS NULL AND second <> 'waiting'
           AND from_on <= (moment AT TIME ZONE 'Asia/Shanghai')::date
           AND coalesce(until_on, 'infinity') >= (moment AT TIME ZONE 'Asia/Shanghai')::date
    )
$$;

-- A stage that somebody of a union above took over (接办, taking_over.sql) is that union's, in the post in which they
-- did, as long as the case stays there.
CREATE FUNCTION approvals_as_it_waits(stage approvals_routestage, laps integer) RETURNS approvals_routestage
LANGUAGE plpgsql STABLE AS $$
DECLARE
    taking approvals_approvalstep%ROWTYPE;
BEGIN
    SELECT * INTO taking FROM approvals_approvalstep
     WHERE application_id = stage.application_id AND round = stage.round AND stage_no = stage.position AND lap = laps
       AND action = 'take_over' ORDER BY id DESC LIMIT 1;
    IF FOUND THEN
        stage.union_id := taking.taken_to_id;
        stage.role := taking.taken_role;
    END IF;
    RETURN stage;
END $$;

CREATE FUNCTION approvals_holds_it(person bigint, file bigint, stage approvals_routestage, moment timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT approvals_holds_post(person, stage, moment) AND NOT stays_out(file, person)
$$;

CREATE FUNCTION approvals_may_take_over(step approvals_approvalstep, stage approvals_routestage) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT stage.deciders = 1 AND step.handed_to_id NOT IN (step.by_id, coalesce(step.stood_in_for_id, step.by_id))
       AND approvals_holds_it(step.handed_to_id, application.household_id, stage, step.at)
       AND step.handed_to_id IS DISTINCT FROM application.created_by_id
       AND step.handed_to_id IS DISTINCT FROM application.submitted_by_id
       AND NOT EXISTS (SELECT FROM applications_applicationedit
                        WHERE application_id = application.id AND step.handed_to_id IN (by_id, stood_in_for_id))
       AND NOT approvals_wrote_file(application, step.handed_to_id)
       AND NOT EXISTS (SELECT FROM approvals_approvalstep earlier
                        WHERE earlier.application_id = application.id AND earlier.round = step.round
                          AND step.handed_to_id IN (earlier.by_id, earlier.stood_in_for_id)
                          AND (earlier.is_decision AND approvals_stands(earlier)
                               OR earlier.action = 'hand_on' AND earlier.stage_no = step.stage_no))
      FROM applications_application application WHERE application.id = step.application_id
$$;

CREATE FUNCTION approvals_guard_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage approvals_routestage%ROWTYPE;
    holder bigint;
    file bigint;
BEGIN
    SELECT route.* INTO stage FROM approvals_routestage route
      JOIN applications_application application ON application.id = route.application_id
     WHERE route.application_id = NEW.application_id AND route.round = NEW.round
       AND route.position = application.stage_no;
    stage := approvals_as_it_waits(stage, NEW.lap);
    SELECT holder_id, household_id INTO holder, file FROM applications_application WHERE id = NEW.application_id;
    IF NEW.action NOT IN ('take_over', 'extend') AND holder IS NOT NULL AND NEW.by_id IS NOT NULL
       AND holder NOT IN (NEW.by_id, coalesce(NEW.stood_in_for_id, NEW.by_id))
       AND approvals_holds_it(holder, file, stage, NEW.at) THEN
        RAISE EXCEPTION 'application % was handed on to somebody else', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_by_whom_it_was_handed_to';
    END IF;
    IF NEW.action = 'hand_on' AND NOT (
        NEW.target = NEW.source AND NEW.next_no IS NOT DISTINCT FROM NEW.stage_no AND btrim(NEW.comment) <> ''
        AND approvals_may_take_over(NEW, stage)
    ) THEN
        RAISE EXCEPTION 'application % is handed on to somebody who may sign it', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_hands_on_within_the_post';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_taken_by_its_holder BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.source IN ('review', 'approval', 'suspended') AND NEW.action NOT IN ('withdraw', 'opine'))
    EXECUTE FUNCTION approvals_guard_hand();

CREATE FUNCTION approvals_guard_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.holder_id IS DISTINCT FROM (
        SELECT handed_to_id FROM approvals_approvalstep
         WHERE application_id = NEW.id AND action IN ('hand_on', 'take_over') ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'application % is handed on by a step alone', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_handed_on_by_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_holder BEFORE UPDATE OF holder_id ON applications_application
    FOR EACH ROW WHEN (NEW.holder_id IS NOT NULL AND NEW.holder_id IS DISTINCT FROM OLD.holder_id)
    EXECUTE FUNCTION approvals_guard_holder();
