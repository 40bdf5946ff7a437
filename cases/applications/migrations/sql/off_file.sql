-- Aid for somebody without a file: that there was none when it was begun stays said; the draft that says who they are
-- is not discarded under a case that is under way or approved; why no file follows is said of approved ones alone.
-- Test: tests/cases/applications/test_off_file_guards.py.

CREATE FUNCTION application_stays_off_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'application % was begun as it was', NEW.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'application_stays_off_file';
END $$;
CREATE TRIGGER application_stays_off_file BEFORE UPDATE ON applications_application
    FOR EACH ROW WHEN (OLD.off_file <> NEW.off_file) EXECUTE FUNCTION application_stays_off_file();

CREATE FUNCTION household_is_needed_off_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM applications_application
                WHERE household_id = NEW.id AND off_file AND state NOT IN ('withdrawn', 'rejected', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'draft % is all that an application knows of its person', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'household_needed_off_file';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER household_is_needed_off_file AFTER UPDATE OF state ON archives_household
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state = 'discarded')
    EXECUTE FUNCTION household_is_needed_off_file();

CREATE FUNCTION application_answers_off_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM applications_application
                    WHERE id = NEW.application_id AND off_file AND state = 'approved') THEN
        RAISE EXCEPTION 'application % needs no file afterwards', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'unfiled_answer_of_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER application_answers_off_file BEFORE INSERT ON applications_unfiledanswer
    FOR EACH ROW EXECUTE FUNCTION application_answers_off_file();
