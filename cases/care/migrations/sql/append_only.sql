-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER care_carenote_append_only BEFORE UPDATE OR DELETE ON care_carenote
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER care_carenote_no_truncate BEFORE TRUNCATE ON care_carenote
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER care_careadvice_append_only BEFORE UPDATE OR DELETE ON care_careadvice
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER care_careadvice_no_truncate BEFORE TRUNCATE ON care_careadvice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
