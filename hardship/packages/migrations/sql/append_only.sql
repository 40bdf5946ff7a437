-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER packages_auditpackage_append_only BEFORE UPDATE OR DELETE ON packages_auditpackage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER packages_auditpackage_no_truncate BEFORE TRUNCATE ON packages_auditpackage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
