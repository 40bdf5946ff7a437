-- 全程时限: until when the whole way is to be gone is set when it is submitted, moves on by what it waited for its applicant, and
-- is put off once, with a reason, to the last day that the route allows; by nothing else (R59: 30 and 45 working days).
-- Test: tests/cases/approvals/test_whole.py.

CREATE FUNCTION approvals_guard_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last varchar;
BEGIN
    SELECT action INTO last FROM approvals_approvalstep WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF (CASE last
        WHEN 'submit' THEN false
        WHEN 'resume' THEN NEW.whole_due_on < OLD.whole_due_on OR NEW.whole_most_on < OLD.whole_most_on
        WHEN 'prolong' THEN NEW.whole_due_on <> OLD.whole_most_on OR NEW.whole_most_on <> OLD.whole_most_on
        ELSE true
    END) THEN
        RAISE EXCEPTION 'the whole way of application % has its time by a step alone', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_whole_by_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_application_whole BEFORE UPDATE OF whole_due_on, whole_most_on ON applications_application
    FOR EACH ROW WHEN (
        (NEW.whole_due_on, NEW.whole_most_on) IS DISTINCT FROM (OLD.whole_due_on, OLD.whole_most_on)
    ) EXECUTE FUNCTION approvals_guard_whole();
