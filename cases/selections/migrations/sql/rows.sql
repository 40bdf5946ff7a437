-- Households of a list: none is deleted, nothing changes once the list is approved, none is put on a list that
-- waits for approval, and nobody decides on a list of which they made any part.
-- Test: tests/cases/selections/test_selections.py::TestWithoutPython.

CREATE FUNCTION selection_row_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    list selections_selection%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'selection_row_not_deleted: rows are taken off, not deleted'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT * INTO list FROM selections_selection WHERE id = NEW.selection_id;
    IF list.state = 'approved' THEN
        RAISE EXCEPTION 'selection_row_frozen: list % is approved', list.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF list.state = 'submitted' THEN
            RAISE EXCEPTION 'selection_row_late: list % waits for approval', list.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.selection_id, NEW.household_id, NEW.year) IS DISTINCT FROM
       (OLD.selection_id, OLD.household_id, OLD.year) THEN
        RAISE EXCEPTION 'selection_row_other: a row stays that of its household'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND EXISTS (
        SELECT FROM selections_selectionstep
         WHERE selection_id = NEW.selection_id AND is_making AND by_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'selection_row_by_another: % made a part of list %', NEW.decided_by_id, list.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selections_selectionrow_guard BEFORE INSERT OR UPDATE OR DELETE ON selections_selectionrow
    FOR EACH ROW EXECUTE FUNCTION selection_row_guard();

-- An approved list stays as it is, and is approved by nobody who made any part of it, with every row decided.
CREATE FUNCTION selection_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' AND
       (NEW.state, NEW.year, NEW.title, NEW.survey_id, NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM
       (OLD.state, OLD.year, OLD.title, OLD.survey_id, OLD.decided_by_id, OLD.decided_at) THEN
        RAISE EXCEPTION 'selection_frozen: list % is approved', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'approved' AND (
        EXISTS (SELECT FROM selections_selectionstep
                 WHERE selection_id = NEW.id AND is_making AND by_id = NEW.decided_by_id)
        OR EXISTS (SELECT FROM selections_selectionrow
                    WHERE selection_id = NEW.id AND removed_at IS NULL AND state NOT IN ('agreed', 'refused'))
    ) THEN
        RAISE EXCEPTION 'selection_decided: list % has rows that wait, or was made by who approves it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selections_selection_guard BEFORE UPDATE ON selections_selection
    FOR EACH ROW EXECUTE FUNCTION selection_guard();
