-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER completions_urgentterms_append_only BEFORE UPDATE OR DELETE ON completions_urgentterms
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER completions_urgentterms_no_truncate BEFORE TRUNCATE ON completions_urgentterms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER completions_completionstep_append_only BEFORE UPDATE OR DELETE ON completions_completionstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER completions_completionstep_no_truncate BEFORE TRUNCATE ON completions_completionstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
