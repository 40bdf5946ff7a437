-- 实地核查: a stage of this kind is passed once the family was visited since it first applied, on a day since then, and by
-- the word of somebody who neither made the application nor wrote on it; a visit that another one puts right counts no more,
-- one of before the application came back for mending still does (requirement B3).
-- Test: tests/cases/approvals/test_visited.py.

CREATE FUNCTION approvals_was_visited(application applications_application) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM visits_homevisit visit JOIN (
            SELECT min(submitted.at) AS at FROM approvals_approvalstep submitted
             WHERE submitted.application_id = application.id AND submitted.action = 'submit' AND NOT EXISTS (
                SELECT FROM approvals_approvalstep undone
                 WHERE undone.application_id = application.id AND undone.action = 'recall'
                   AND undone.round = submitted.round
            )
        ) AS applied ON visit.created_at >= applied.at
           AND visit.visited_on >= (applied.at AT TIME ZONE 'Asia/Shanghai')::date
         WHERE visit.household_id = application.household_id
           AND visit.created_by_id NOT IN (application.created_by_id, application.submitted_by_id)
           AND NOT EXISTS (
               SELECT FROM applications_applicationedit edit
                WHERE edit.application_id = application.id AND visit.created_by_id IN (edit.by_id, edit.stood_in_for_id)
           )
           AND NOT EXISTS (SELECT FROM visits_homevisit later WHERE later.corrects_id = visit.id)
    )
$$;

CREATE FUNCTION approvals_guard_field_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM approvals_routestage stage JOIN applications_application application ON application.id = stage.application_id
         WHERE stage.application_id = NEW.application_id AND stage.round = NEW.round AND stage.position = NEW.stage_no
           AND stage.kind = 'field_check' AND NOT approvals_was_visited(application)
    ) THEN
        RAISE EXCEPTION 'nobody has visited the family of application % since', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_the_visit';
    END IF;
    RETURN NEW;
END $$;
-- Named to come after the guards that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_visited BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'pass') EXECUTE FUNCTION approvals_guard_field_check();
