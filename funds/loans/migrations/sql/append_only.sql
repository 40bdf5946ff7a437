-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER loans_loanpart_append_only BEFORE UPDATE OR DELETE ON loans_loanpart
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loans_loanpart_no_truncate BEFORE TRUNCATE ON loans_loanpart
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loans_loanrepayment_append_only BEFORE UPDATE OR DELETE ON loans_loanrepayment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loans_loanrepayment_no_truncate BEFORE TRUNCATE ON loans_loanrepayment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
