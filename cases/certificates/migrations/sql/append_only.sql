-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER certificates_certificatestep_append_only BEFORE UPDATE OR DELETE ON certificates_certificatestep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_certificatestep_no_truncate BEFORE TRUNCATE ON certificates_certificatestep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_certificateuse_append_only BEFORE UPDATE OR DELETE ON certificates_certificateuse
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_certificateuse_no_truncate BEFORE TRUNCATE ON certificates_certificateuse
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
