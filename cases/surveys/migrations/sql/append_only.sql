-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER surveys_spotcandidate_append_only BEFORE UPDATE OR DELETE ON surveys_spotcandidate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER surveys_spotcandidate_no_truncate BEFORE TRUNCATE ON surveys_spotcandidate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
