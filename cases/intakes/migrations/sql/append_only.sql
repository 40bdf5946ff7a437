-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER intakes_intakedraw_append_only BEFORE UPDATE OR DELETE ON intakes_intakedraw
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intakes_intakedraw_no_truncate BEFORE TRUNCATE ON intakes_intakedraw
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intakes_intakestep_append_only BEFORE UPDATE OR DELETE ON intakes_intakestep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intakes_intakestep_no_truncate BEFORE TRUNCATE ON intakes_intakestep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
