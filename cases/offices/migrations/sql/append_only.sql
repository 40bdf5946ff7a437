-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER offices_standardcheck_append_only BEFORE UPDATE OR DELETE ON offices_standardcheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offices_standardcheck_no_truncate BEFORE TRUNCATE ON offices_standardcheck
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
