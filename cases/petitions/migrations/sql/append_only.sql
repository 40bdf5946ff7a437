-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER petitions_companion_append_only BEFORE UPDATE OR DELETE ON petitions_companion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_companion_no_truncate BEFORE TRUNCATE ON petitions_companion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_cohandler_append_only BEFORE UPDATE OR DELETE ON petitions_cohandler
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_cohandler_no_truncate BEFORE TRUNCATE ON petitions_cohandler
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_petitionstep_append_only BEFORE UPDATE OR DELETE ON petitions_petitionstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_petitionstep_no_truncate BEFORE TRUNCATE ON petitions_petitionstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_term_append_only BEFORE UPDATE OR DELETE ON petitions_term
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER petitions_term_no_truncate BEFORE TRUNCATE ON petitions_term
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
