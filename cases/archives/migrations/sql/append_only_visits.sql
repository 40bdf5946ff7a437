-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER archives_visitor_append_only BEFORE UPDATE OR DELETE ON archives_visitor
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_visitor_no_truncate BEFORE TRUNCATE ON archives_visitor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_visitanswer_append_only BEFORE UPDATE OR DELETE ON archives_visitanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_visitanswer_no_truncate BEFORE TRUNCATE ON archives_visitanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_visitdocument_append_only BEFORE UPDATE OR DELETE ON archives_visitdocument
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_visitdocument_no_truncate BEFORE TRUNCATE ON archives_visitdocument
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
