-- 首问负责: an application is in the hands of whoever took it themselves; nobody is made responsible by another.
-- Test: tests/cases/applications/test_receiving.py.

CREATE FUNCTION application_contact_is_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holder bigint;
    step applications_contactstep%ROWTYPE;
BEGIN
    SELECT contact_id INTO holder FROM applications_application WHERE id = NEW.id;
    SELECT * INTO step FROM applications_contactstep
     WHERE application_id = NEW.id AND act IN ('received', 'taken') ORDER BY id DESC LIMIT 1;
    IF NOT FOUND OR step.to_id IS DISTINCT FROM holder OR step.by_id IS DISTINCT FROM holder THEN
        RAISE EXCEPTION 'application % is in the hands of who took it', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'contact_is_taken';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER application_contact_is_taken AFTER INSERT OR UPDATE OF contact_id ON applications_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION application_contact_is_taken();
