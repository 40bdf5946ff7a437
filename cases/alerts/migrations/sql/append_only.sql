-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER alerts_alertrule_append_only BEFORE UPDATE OR DELETE ON alerts_alertrule
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alerts_alertrule_no_truncate BEFORE TRUNCATE ON alerts_alertrule
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alerts_alertstep_append_only BEFORE UPDATE OR DELETE ON alerts_alertstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alerts_alertstep_no_truncate BEFORE TRUNCATE ON alerts_alertstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alerts_alertrun_append_only BEFORE UPDATE OR DELETE ON alerts_alertrun
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alerts_alertrun_no_truncate BEFORE TRUNCATE ON alerts_alertrun
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
