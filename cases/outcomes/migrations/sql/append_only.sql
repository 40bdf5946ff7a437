-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER outcomes_telling_append_only BEFORE UPDATE OR DELETE ON outcomes_telling
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outcomes_telling_no_truncate BEFORE TRUNCATE ON outcomes_telling
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outcomes_slip_append_only BEFORE UPDATE OR DELETE ON outcomes_slip
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outcomes_slip_no_truncate BEFORE TRUNCATE ON outcomes_slip
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
