-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER leads_leadstep_append_only BEFORE UPDATE OR DELETE ON leads_leadstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leads_leadstep_no_truncate BEFORE TRUNCATE ON leads_leadstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leads_questionnaireanswer_append_only BEFORE UPDATE OR DELETE ON leads_questionnaireanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER leads_questionnaireanswer_no_truncate BEFORE TRUNCATE ON leads_questionnaireanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
