-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER selections_selectionstep_append_only BEFORE UPDATE OR DELETE ON selections_selectionstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER selections_selectionstep_no_truncate BEFORE TRUNCATE ON selections_selectionstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
