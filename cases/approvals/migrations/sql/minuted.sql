-- 集体研究: what a meeting decides on is what was submitted when it was put on the agenda, and a step that needs a meeting
-- is taken on that content alone, while the last minutes of the union about it say that it was agreed (requirement G8).
-- Test: tests/cases/approvals/test_minuted.py.

CREATE FUNCTION approvals_guard_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_application
         WHERE id = NEW.target_id::bigint AND round = NEW.round AND content_hash = NEW.content_hash
    ) THEN
        RAISE EXCEPTION 'application % is put before a meeting as it was submitted', NEW.target_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'agenda_of_what_was_submitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bodies_agendaitem_of_what_was_submitted BEFORE INSERT ON bodies_agendaitem
    FOR EACH ROW WHEN (NEW.kind = 'applications.application') EXECUTE FUNCTION approvals_guard_agenda();

CREATE FUNCTION approvals_guard_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here approvals_routestage%ROWTYPE;
    last bodies_agendaitem%ROWTYPE;
BEGIN
    SELECT * INTO here FROM approvals_routestage
     WHERE application_id = NEW.application_id AND round = NEW.round AND position = NEW.stage_no;
    IF here.kind IS DISTINCT FROM 'meeting' THEN
        RETURN NEW;
    END IF;
    SELECT item.* INTO last
      FROM bodies_agendaitem item JOIN bodies_meeting meeting ON meeting.id = item.meeting_id
     WHERE item.kind = 'applications.application' AND item.target_id = NEW.application_id::text
       AND item.removed_at IS NULL AND meeting.state = 'minuted' AND meeting.union_id = here.union_id
     ORDER BY meeting."on" DESC, item.id DESC LIMIT 1;
    IF (last.decision, last.round, last.content_hash)
        IS DISTINCT FROM ('agreed'::varchar, NEW.round, NEW.content_hash) THEN
        RAISE EXCEPTION 'no minutes say that application % was agreed as it is', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'step_as_minuted';
    END IF;
    RETURN NEW;
END $$;
-- Named to come after the guards that say more of who may not sign.
CREATE TRIGGER approvals_approvalstep_with_minutes BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW WHEN (NEW.action = 'approve') EXECUTE FUNCTION approvals_guard_minutes();
