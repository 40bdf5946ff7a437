-- 接办: somebody of a union above takes over a stage that is late below: one that one person signs here, in a post held
-- there that day, for a reason. It is nobody who had a hand in the case, in whichever round, and nobody whose turn comes
-- later on the route, nor who stands in for such a one: whoever takes it over signs this stage (requirement B3).
-- Test: tests/cases/approvals/test_taken_over.py.

CREATE FUNCTION approvals_signs_later(person bigint, stage approvals_routestage, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM approvals_routestage later
                    WHERE later.application_id = stage.application_id AND later.round = stage.round
                      AND later.position > stage.position AND later.kind <> 'notice'
                      AND approvals_holds_post(person, later, moment))
$$;

CREATE FUNCTION approvals_guard_taking_over() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage approvals_routestage%ROWTYPE;
    application applications_application%ROWTYPE;
    post approvals_routestage%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    SELECT * INTO stage FROM approvals_routestage
     WHERE application_id = NEW.application_id AND round = NEW.round AND position = application.stage_no;
    stage := approvals_as_it_waits(stage, NEW.lap);
    post := stage;
    post.union_id := NEW.taken_to_id;
    post.role := NEW.taken_role;
    IF (NOT NEW.is_decision AND NEW.target = NEW.source AND NEW.next_no IS NOT DISTINCT FROM NEW.stage_no
        AND NEW.handed_to_id = coalesce(NEW.stood_in_for_id, NEW.by_id) AND btrim(NEW.comment) <> ''
        AND stage.deciders = 1 AND stage.kind <> 'meeting' AND NOT stage.is_outside
        AND application.due_on < (NEW.at AT TIME ZONE 'Asia/Shanghai')::date
        AND approvals_holds_post(NEW.handed_to_id, post, NEW.at)
        AND EXISTS (SELECT FROM accounts_union above JOIN accounts_union below ON below.id = stage.union_id
                     WHERE above.id = NEW.taken_to_id AND above.id <> below.id AND starts_with(below.path, above.path))
    ) IS NOT TRUE THEN
        RAISE EXCEPTION 'stage % of application % is not taken over so', stage.label, NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_takes_over_from_above';
    END IF;
    IF acted_on(NEW.application_id, NEW.by_id) OR acted_on(NEW.application_id, NEW.stood_in_for_id)
       OR approvals_signs_later(NEW.by_id, stage, NEW.at) OR approvals_signs_later(NEW.stood_in_for_id, stage, NEW.at) THEN
        RAISE EXCEPTION 'application % is taken over by somebody who has no other part in it', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_takes_over_without_a_part';
    END IF;
    RETURN NEW;
END $$;
-- After those that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_taken_over BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'take_over') EXECUTE FUNCTION approvals_guard_taking_over();
