-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER crosschecks_crosscheckstep_append_only BEFORE UPDATE OR DELETE ON crosschecks_crosscheckstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER crosschecks_crosscheckstep_no_truncate BEFORE TRUNCATE ON crosschecks_crosscheckstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
