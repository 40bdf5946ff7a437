-- 督办 comes from a union above and goes to the post for which the application waits, at the stage where it stands.
-- Test: tests/cases/approvals/test_overdue.py.

CREATE FUNCTION approvals_guard_supervision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM applications_application application
          JOIN accounts_union below ON below.id = application.awaits_id
          JOIN accounts_union above ON above.id = NEW.above_id
         WHERE application.id = NEW.application_id
           AND (application.round, application.stage_no, application.awaits_id, application.awaits_role)
               = (NEW.round, NEW.stage_no, NEW.union_id, NEW.role)
           AND above.id <> below.id AND starts_with(below.path, above.path)
    ) THEN
        RAISE EXCEPTION 'application % is not supervised so', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'supervised_from_above';
    END IF;
    RETURN NEW;
END $$;
-- Of one stay at a stage, of which there is another after a sending back (standing.sql): whoever was told and asked
-- then is told and asked again.
CREATE TRIGGER approvals_supervision_counts_laps BEFORE INSERT ON approvals_supervision
    FOR EACH ROW EXECUTE FUNCTION approvals_count_laps();
CREATE TRIGGER approvals_escalation_counts_laps BEFORE INSERT ON approvals_escalation
    FOR EACH ROW EXECUTE FUNCTION approvals_count_laps();
CREATE TRIGGER approvals_supervision_guard BEFORE INSERT ON approvals_supervision
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_supervision();
