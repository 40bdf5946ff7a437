-- What was objected stays as it came, and an answer as it was given.
-- Test: tests/cases/notices/test_guards.py.

CREATE FUNCTION notices_guard_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state NOT IN ('to_check', 'open') OR ROW(
        NEW.uid, NEW.entry_id, NEW.channel, NEW.text, NEW.objector, NEW.contact, NEW.received_on, NEW.due_on,
        NEW.recorded_at, NEW.recorded_by_id
    ) IS DISTINCT FROM ROW(
        OLD.uid, OLD.entry_id, OLD.channel, OLD.text, OLD.objector, OLD.contact, OLD.received_on, OLD.due_on,
        OLD.recorded_at, OLD.recorded_by_id
    ) THEN
        RAISE EXCEPTION 'objection % stays as it came and was answered', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'objection_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_objection_guard BEFORE UPDATE OR DELETE ON notices_objection
    FOR EACH ROW EXECUTE FUNCTION notices_guard_objection();
