-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER visits_visitor_append_only BEFORE UPDATE OR DELETE ON visits_visitor
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER visits_visitor_no_truncate BEFORE TRUNCATE ON visits_visitor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER visits_visitanswer_append_only BEFORE UPDATE OR DELETE ON visits_visitanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER visits_visitanswer_no_truncate BEFORE TRUNCATE ON visits_visitanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER visits_visitdocument_append_only BEFORE UPDATE OR DELETE ON visits_visitdocument
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER visits_visitdocument_no_truncate BEFORE TRUNCATE ON visits_visitdocument
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
