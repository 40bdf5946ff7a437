-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER bodies_minutesscan_append_only BEFORE UPDATE OR DELETE ON bodies_minutesscan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bodies_minutesscan_no_truncate BEFORE TRUNCATE ON bodies_minutesscan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
