-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER archives_whatifrow_append_only BEFORE UPDATE OR DELETE ON archives_whatifrow
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_whatifrow_no_truncate BEFORE TRUNCATE ON archives_whatifrow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
