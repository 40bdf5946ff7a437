-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER archives_spotcandidate_append_only BEFORE UPDATE OR DELETE ON archives_spotcandidate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_spotcandidate_no_truncate BEFORE TRUNCATE ON archives_spotcandidate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
