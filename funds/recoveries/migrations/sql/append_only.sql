-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER recoveries_recoverypart_append_only BEFORE UPDATE OR DELETE ON recoveries_recoverypart
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recoveries_recoverypart_no_truncate BEFORE TRUNCATE ON recoveries_recoverypart
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recoveries_repayment_append_only BEFORE UPDATE OR DELETE ON recoveries_repayment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recoveries_repayment_no_truncate BEFORE TRUNCATE ON recoveries_repayment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
