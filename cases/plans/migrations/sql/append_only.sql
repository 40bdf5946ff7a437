-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER plans_progressentry_append_only BEFORE UPDATE OR DELETE ON plans_progressentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plans_progressentry_no_truncate BEFORE TRUNCATE ON plans_progressentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
