-- A step is taken back by whoever took it, within a day, as the last one of its file, and while nobody else has
-- written on the file, answered a reason of it or a remark on it since (kernel.undoing, services.undo). Once: takes_back_id is unique.
-- Test: tests/cases/archives/test_undo.py.

CREATE FUNCTION archives_guard_taking_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    undone archives_filestep;
BEGIN
    SELECT * INTO undone FROM archives_filestep WHERE id = NEW.takes_back_id;
    IF undone.household_id IS DISTINCT FROM NEW.household_id OR undone.by_id IS DISTINCT FROM NEW.by_id
       OR NEW.at > undone.at + interval '24 hours'
       OR (undone.source, undone.target) IS DISTINCT FROM (NEW.target, NEW.source)
       OR EXISTS (SELECT FROM archives_filestep WHERE household_id = NEW.household_id AND id > undone.id)
       OR EXISTS (SELECT FROM archives_fileedit WHERE household_id = NEW.household_id AND at > undone.at
                     AND by_id IS DISTINCT FROM NEW.by_id)
       OR EXISTS (SELECT FROM archives_returnanswer answer
                    JOIN archives_returnreason reason ON reason.id = answer.reason_id
                   WHERE reason.step_id = undone.id)
       OR EXISTS (SELECT FROM archives_remarkanswer WHERE household_id = NEW.household_id AND at > undone.at
                     AND NEW.by_id IS DISTINCT FROM by_id) THEN
        RAISE EXCEPTION 'a step is taken back by its own person, within a day and before anybody acts'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_taken_back_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_taking_back BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.takes_back_id IS NOT NULL) EXECUTE FUNCTION archives_guard_taking_back();
