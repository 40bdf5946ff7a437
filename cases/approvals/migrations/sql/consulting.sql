-- 加签: whoever has a case at a stage asks one named colleague of that union for an opinion: one who signs there, neither
-- made it nor stays out of it, and is somebody else. Until it was given, or taken back by whoever asked (by anybody of
-- the post once they hold it no more), nothing else happens at the stage, unless somebody above takes it over. An opinion is the asked one's, on what was
-- submitted, and no decision (requirement B3).
-- Test: tests/cases/approvals/test_consulted.py.

CREATE FUNCTION approvals_may_be_asked(step approvals_approvalstep, stage approvals_routestage) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT step.handed_to_id NOT IN (step.by_id, coalesce(step.stood_in_for_id, step.by_id))
       AND step.handed_to_id IS DISTINCT FROM application.created_by_id
       AND step.handed_to_id IS DISTINCT FROM application.submitted_by_id
       AND NOT stays_out(application.household_id, step.handed_to_id)
       AND NOT EXISTS (SELECT FROM applications_applicationedit
                        WHERE application_id = application.id AND step.handed_to_id IN (by_id, stood_in_for_id))
       AND NOT approvals_wrote_file(application, step.handed_to_id)
       AND EXISTS (SELECT FROM accounts_appointment JOIN accounts_user asked ON asked.id = user_id AND asked.is_active
                    WHERE user_id = step.handed_to_id AND accounts_appointment.union_id = stage.union_id
                      AND role IN ('reviewer', 'approver', 'department') AND revoked_at IS NULL AND second <> 'waiting'
                      AND from_on <= (step.at AT TIME ZONE 'Asia/Shanghai')::date
                      AND coalesce(until_on, 'infinity') >= (step.at AT TIME ZONE 'Asia/Shanghai')::date)
      FROM applications_application application WHERE application.id = step.application_id
$$;

CREATE FUNCTION approvals_guard_consulting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage approvals_routestage%ROWTYPE;
    asked bigint;
    asker approvals_approvalstep%ROWTYPE;
    is_right boolean;
BEGIN
    SELECT asked_id INTO asked FROM applications_application WHERE id = NEW.application_id;
    IF NEW.action NOT IN ('consult', 'opine', 'take_back') THEN
        IF asked IS NOT NULL AND NEW.action NOT IN ('take_over', 'extend') THEN
            RAISE EXCEPTION 'application % waits for an opinion', NEW.application_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_waits_for_an_opinion';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO stage FROM approvals_routestage
     WHERE application_id = NEW.application_id AND round = NEW.round AND position = NEW.stage_no;
    stage := approvals_as_it_waits(stage, NEW.lap);
    SELECT * INTO asker FROM approvals_approvalstep
     WHERE application_id = NEW.application_id AND action = 'consult' ORDER BY id DESC LIMIT 1;
    is_right := NOT NEW.is_decision AND NEW.next_no IS NOT DISTINCT FROM NEW.stage_no AND CASE NEW.action
        WHEN 'consult' THEN asked IS NULL AND btrim(NEW.comment) <> '' AND approvals_may_be_asked(NEW, stage)
        WHEN 'opine' THEN btrim(NEW.comment) <> '' AND asked IN (NEW.by_id, coalesce(NEW.stood_in_for_id, NEW.by_id))
        ELSE asked IS NOT NULL AND (
            ARRAY[asker.by_id, asker.stood_in_for_id] && ARRAY[NEW.by_id, coalesce(NEW.stood_in_for_id, NEW.by_id)]
            OR NOT approvals_holds_post(asker.by_id, stage, NEW.at)
               AND NOT coalesce(approvals_holds_post(asker.stood_in_for_id, stage, NEW.at), false))
    END;
    IF is_right IS NOT TRUE THEN
        RAISE EXCEPTION 'an opinion on application % is not asked or given so', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_asks_for_an_opinion';
    END IF;
    RETURN NEW;
END $$;
-- After those that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_waits_for_opinion BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.source IN ('review', 'approval') AND NEW.action <> 'withdraw')
    EXECUTE FUNCTION approvals_guard_consulting();

CREATE FUNCTION approvals_guard_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.asked_id IS DISTINCT FROM (
        SELECT CASE WHEN action = 'consult' THEN handed_to_id END FROM approvals_approvalstep
         WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'an opinion on application % is awaited by a step alone', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_asks_by_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_asked BEFORE UPDATE OF asked_id ON applications_application
    FOR EACH ROW WHEN (NEW.asked_id IS DISTINCT FROM OLD.asked_id) EXECUTE FUNCTION approvals_guard_asked();
