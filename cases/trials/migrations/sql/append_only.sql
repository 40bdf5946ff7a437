-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER trials_whatifrow_append_only BEFORE UPDATE OR DELETE ON trials_whatifrow
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trials_whatifrow_no_truncate BEFORE TRUNCATE ON trials_whatifrow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
