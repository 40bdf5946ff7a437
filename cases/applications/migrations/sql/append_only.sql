-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER applications_applicationedit_append_only BEFORE UPDATE OR DELETE ON applications_applicationedit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_submission_append_only BEFORE UPDATE OR DELETE ON applications_submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_submission_no_truncate BEFORE TRUNCATE ON applications_submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_applicationedit_no_truncate BEFORE TRUNCATE ON applications_applicationedit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_entitlement_append_only BEFORE UPDATE OR DELETE ON applications_entitlement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_entitlement_no_truncate BEFORE TRUNCATE ON applications_entitlement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_contactstep_append_only BEFORE UPDATE OR DELETE ON applications_contactstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_contactstep_no_truncate BEFORE TRUNCATE ON applications_contactstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_receipt_append_only BEFORE UPDATE OR DELETE ON applications_receipt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_receipt_no_truncate BEFORE TRUNCATE ON applications_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_batchmiss_append_only BEFORE UPDATE OR DELETE ON applications_batchmiss
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_batchmiss_no_truncate BEFORE TRUNCATE ON applications_batchmiss
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_unfiledanswer_append_only BEFORE UPDATE OR DELETE ON applications_unfiledanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER applications_unfiledanswer_no_truncate BEFORE TRUNCATE ON applications_unfiledanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
