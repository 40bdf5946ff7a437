-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER payments_droppedline_append_only BEFORE UPDATE OR DELETE ON payments_droppedline
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_droppedline_no_truncate BEFORE TRUNCATE ON payments_droppedline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_bankfile_append_only BEFORE UPDATE OR DELETE ON payments_bankfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_bankfile_no_truncate BEFORE TRUNCATE ON payments_bankfile
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_signedpage_append_only BEFORE UPDATE OR DELETE ON payments_signedpage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payments_signedpage_no_truncate BEFORE TRUNCATE ON payments_signedpage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
