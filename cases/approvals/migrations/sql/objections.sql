-- An objection is answered by somebody who had no hand in the application, and holds its application until then: off the
-- notice and through the approval (requirement B4).
-- Test: tests/cases/approvals/test_guards.py.

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
    IF NEW.answered_by_id IN (application.created_by_id, application.submitted_by_id)
       OR EXISTS (SELECT FROM applications_applicationedit
                   WHERE application_id = application.id AND by_id = NEW.answered_by_id)
       OR EXISTS (SELECT FROM approvals_approvalstep
                   WHERE application_id = application.id AND by_id = NEW.answered_by_id) THEN
        RAISE EXCEPTION 'objection % is answered by somebody who had no hand in the application', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'objection_answered_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_objection_answered BEFORE UPDATE ON notices_objection
    FOR EACH ROW WHEN (OLD.answered_by_id IS DISTINCT FROM NEW.answered_by_id)
    EXECUTE FUNCTION approvals_guard_objection();

CREATE FUNCTION approvals_guard_objected_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM notices_objection objection JOIN notices_noticeentry line ON line.id = objection.entry_id
         WHERE line.source = 'applications.application:' || NEW.application_id AND line.round = NEW.round
           AND (objection.state = 'open' OR objection.outcome = 'upheld')
    ) THEN
        RAISE EXCEPTION 'application % waits for the answer to an objection', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_after_the_objections';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_objected BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action IN ('conclude', 'approve')) EXECUTE FUNCTION approvals_guard_objected_step();
