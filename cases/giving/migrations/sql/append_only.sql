-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER giving_rostergoods_append_only BEFORE UPDATE OR DELETE ON giving_rostergoods
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER giving_rostergoods_no_truncate BEFORE TRUNCATE ON giving_rostergoods
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER giving_rosterpiece_append_only BEFORE UPDATE OR DELETE ON giving_rosterpiece
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER giving_rosterpiece_no_truncate BEFORE TRUNCATE ON giving_rosterpiece
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER giving_rosterphoto_append_only BEFORE UPDATE OR DELETE ON giving_rosterphoto
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER giving_rosterphoto_no_truncate BEFORE TRUNCATE ON giving_rosterphoto
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
