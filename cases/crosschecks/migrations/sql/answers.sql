-- A difference is answered by a change of its own household, and closed by it only once that change was accepted.
-- Test: tests/cases/crosschecks/test_answers.py.

CREATE FUNCTION crosschecks_hit_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change archives_changerequest;
BEGIN
    SELECT * INTO change FROM archives_changerequest WHERE id = NEW.change_id;
    IF change.household_id <> NEW.household_id THEN
        RAISE EXCEPTION 'a difference is answered by a change of its own household'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'hit_change_of_its_household';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'asked' AND NEW.state = 'settled' AND change.state <> 'accepted' THEN
        RAISE EXCEPTION 'a difference is closed by a change that was accepted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'hit_closed_by_accepted_change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER crosschecks_hit_answer BEFORE INSERT OR UPDATE OF change_id, household_id, state ON crosschecks_crosscheckhit
    FOR EACH ROW WHEN (NEW.change_id IS NOT NULL) EXECUTE FUNCTION crosschecks_hit_answer();
