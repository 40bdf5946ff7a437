-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER mutual_claimstep_append_only BEFORE UPDATE OR DELETE ON mutual_claimstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mutual_claimstep_no_truncate BEFORE TRUNCATE ON mutual_claimstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
