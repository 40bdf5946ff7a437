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

CREATE FUNCTION approvals_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NEW.source <> application.state THEN
        RAISE EXCEPTION 'application % is not in state %', NEW.application_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_from_where_it_is';
    END IF;
    IF NEW.source = 'review' AND NEW.target IN ('public_notice', 'approval') AND (NEW.target = 'approval') IS DISTINCT FROM (
        SELECT notice_days = 0 FROM policies_programme WHERE id = application.programme_id
    ) THEN
        RAISE EXCEPTION 'application % has the notice that its programme wants, no other', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_keeps_the_notice';
    END IF;
    IF NEW.is_decision AND (
        NEW.by_id IN (application.created_by_id, application.submitted_by_id)
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = NEW.application_id AND by_id = NEW.by_id)
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
