-- 上级延长: somebody of a union above puts the day of a stage off, once, for a reason, when it is late or nearly so
-- (Python counts two working days; here two weeks, as 春节 may lie between), by two weeks and a week of holidays at most.
-- It is nobody who had a hand in the case or holds the post for which it waits, nor who stands in for such a one; the
-- step keeps the day of before (requirement B7).
-- Test: tests/cases/approvals/test_extended.py.

CREATE FUNCTION approvals_guard_extending() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage approvals_routestage%ROWTYPE;
    application applications_application%ROWTYPE;
    on_day date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    SELECT * INTO stage FROM approvals_routestage
     WHERE application_id = NEW.application_id AND round = NEW.round AND position = application.stage_no;
    stage := approvals_as_it_waits(stage, NEW.lap);
    IF (NOT NEW.is_decision AND NEW.target = NEW.source AND NEW.next_no IS NOT DISTINCT FROM NEW.stage_no
        AND btrim(NEW.comment) <> '' AND NEW.due_was = application.due_on AND application.due_on <= on_day + 14
        AND NEW.until_on > greatest(on_day, application.due_on) AND NEW.until_on <= on_day + 24
        AND EXISTS (SELECT FROM accounts_appointment post
                      JOIN accounts_union above ON above.id = post.union_id
                      JOIN accounts_union below ON below.id = stage.union_id
                     WHERE post.user_id = coalesce(NEW.stood_in_for_id, NEW.by_id)
                       AND post.role IN ('reviewer', 'approver') AND post.revoked_at IS NULL AND post.second <> 'waiting'
                       AND post.from_on <= on_day AND coalesce(post.until_on, 'infinity') >= on_day
                       AND above.id <> below.id AND starts_with(below.path, above.path))
    ) IS NOT TRUE THEN
        RAISE EXCEPTION 'stage % of application % is not put off so', stage.label, NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_extends_from_above';
    END IF;
    IF acted_on(NEW.application_id, NEW.by_id) OR acted_on(NEW.application_id, NEW.stood_in_for_id) THEN
        RAISE EXCEPTION 'application % is put off by somebody who has no part in it', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_extends_without_a_part';
    END IF;
    IF approvals_holds_post(NEW.by_id, stage, NEW.at) OR approvals_holds_post(NEW.stood_in_for_id, stage, NEW.at) THEN
        RAISE EXCEPTION 'stage % of application % is put off by whose it is', stage.label, NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_extends_not_their_own';
    END IF;
    RETURN NEW;
END $$;
-- After those that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_put_off BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'extend') EXECUTE FUNCTION approvals_guard_extending();
CREATE UNIQUE INDEX step_extends_once ON approvals_approvalstep (application_id, round, lap, stage_no)
    WHERE action = 'extend';

CREATE FUNCTION approvals_guard_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last approvals_approvalstep%ROWTYPE;
BEGIN
    SELECT * INTO last FROM approvals_approvalstep WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF last.action = 'extend' AND NEW.due_on > OLD.due_on AND NEW.due_on <> last.until_on THEN
        RAISE EXCEPTION 'application % is put off to the day of the step', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_put_off_as_said';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_put_off BEFORE UPDATE OF due_on ON applications_application
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_due();
