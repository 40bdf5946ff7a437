-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER policies_policystep_append_only BEFORE UPDATE OR DELETE ON policies_policystep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_policystep_no_truncate BEFORE TRUNCATE ON policies_policystep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_programme_append_only BEFORE UPDATE OR DELETE ON policies_programme
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_programme_no_truncate BEFORE TRUNCATE ON policies_programme
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_haltstep_append_only BEFORE UPDATE OR DELETE ON policies_haltstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_haltstep_no_truncate BEFORE TRUNCATE ON policies_haltstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
