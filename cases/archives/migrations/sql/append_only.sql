-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER archives_filestep_append_only BEFORE UPDATE OR DELETE ON archives_filestep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_filestep_no_truncate BEFORE TRUNCATE ON archives_filestep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_returnreason_append_only BEFORE UPDATE OR DELETE ON archives_returnreason
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_returnreason_no_truncate BEFORE TRUNCATE ON archives_returnreason
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_assessment_append_only BEFORE UPDATE OR DELETE ON archives_assessment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_assessment_no_truncate BEFORE TRUNCATE ON archives_assessment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_consent_append_only BEFORE UPDATE OR DELETE ON archives_consent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_consent_no_truncate BEFORE TRUNCATE ON archives_consent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_changeitem_append_only BEFORE UPDATE OR DELETE ON archives_changeitem
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_changeitem_no_truncate BEFORE TRUNCATE ON archives_changeitem
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_causefinding_append_only BEFORE UPDATE OR DELETE ON archives_causefinding
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_causefinding_no_truncate BEFORE TRUNCATE ON archives_causefinding
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_filesnapshot_append_only BEFORE UPDATE OR DELETE ON archives_filesnapshot
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_filesnapshot_no_truncate BEFORE TRUNCATE ON archives_filesnapshot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_evidencecheck_append_only BEFORE UPDATE OR DELETE ON archives_evidencecheck
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_evidencecheck_no_truncate BEFORE TRUNCATE ON archives_evidencecheck
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_policytext_append_only BEFORE UPDATE OR DELETE ON archives_policytext
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_policytext_no_truncate BEFORE TRUNCATE ON archives_policytext
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_assessmentcondition_append_only BEFORE UPDATE OR DELETE ON archives_assessmentcondition
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_assessmentcondition_no_truncate BEFORE TRUNCATE ON archives_assessmentcondition
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_consent_documents_append_only BEFORE UPDATE OR DELETE ON archives_consent_documents
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_consent_documents_no_truncate BEFORE TRUNCATE ON archives_consent_documents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_policyanswer_append_only BEFORE UPDATE OR DELETE ON archives_policyanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_policyanswer_no_truncate BEFORE TRUNCATE ON archives_policyanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_fileedit_append_only BEFORE UPDATE OR DELETE ON archives_fileedit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_fileedit_no_truncate BEFORE TRUNCATE ON archives_fileedit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_numberlookup_append_only BEFORE UPDATE OR DELETE ON archives_numberlookup
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_numberlookup_no_truncate BEFORE TRUNCATE ON archives_numberlookup
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER archives_remarkanswer_append_only BEFORE UPDATE OR DELETE ON archives_remarkanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER archives_remarkanswer_no_truncate BEFORE TRUNCATE ON archives_remarkanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
