-- An objection is answered, or closed without an answer, by somebody who had no hand in the application nor in the
-- file that it rests on and need not stay out of the case, and holds its application until then, in whichever round
-- it came: off the notice and through the approval (requirement B4).
-- Tests: tests/cases/approvals/test_guards.py, tests/cases/approvals/test_file_makers.py.

CREATE FUNCTION acted_on(application bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM applications_application made
                    WHERE id = application
                      AND (person IN (created_by_id, submitted_by_id) OR approvals_wrote_file(made, person)))
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = application AND (by_id = person OR stood_in_for_id = person))
        OR EXISTS (SELECT FROM approvals_approvalstep
                    WHERE application_id = application AND person IN (by_id, stood_in_for_id))
        OR EXISTS (SELECT FROM completions_completionstep step
                     JOIN completions_completion completion ON completion.id = step.completion_id
                    WHERE completion.application_id = application AND person IN (step.by_id, step.stood_in_for_id))
$$;

CREATE FUNCTION approvals_guard_objection() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line notices_noticeentry%ROWTYPE;
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO line FROM notices_noticeentry WHERE id = NEW.entry_id;
    IF line.source NOT LIKE 'applications.application:%' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO application FROM applications_application WHERE id = split_part(line.source, ':', 2)::bigint;
    IF acted_on(application.id, coalesce(NEW.answered_by_id, NEW.closed_by_id)) THEN
        RAISE EXCEPTION 'objection % is answered by somebody who had no hand in the application', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'objection_answered_by_another';
    END IF;
    IF stays_out(application.household_id, coalesce(NEW.answered_by_id, NEW.closed_by_id)) THEN
        RAISE EXCEPTION 'who stays out of a case looks into no objection to it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'objection_answered_by_who_stays_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_objection_answered BEFORE INSERT OR UPDATE OF answered_by_id, closed_by_id ON notices_objection
    FOR EACH ROW WHEN (coalesce(NEW.answered_by_id, NEW.closed_by_id) IS NOT NULL)
    EXECUTE FUNCTION approvals_guard_objection();

CREATE FUNCTION approvals_guard_objected_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM notices_objection objection JOIN notices_noticeentry line ON line.id = objection.entry_id
         WHERE line.source = 'applications.application:' || NEW.application_id
           AND (objection.state = 'open' OR line.round = NEW.round AND objection.outcome IN ('upheld', 'refused'))
    ) THEN
        RAISE EXCEPTION 'application % waits for the answer to an objection', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_the_objections';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_objected BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action IN ('conclude', 'approve')) EXECUTE FUNCTION approvals_guard_objected_step();
