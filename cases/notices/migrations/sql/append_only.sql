-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER notices_boardphoto_append_only BEFORE UPDATE OR DELETE ON notices_boardphoto
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_boardphoto_no_truncate BEFORE TRUNCATE ON notices_boardphoto
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_endchange_append_only BEFORE UPDATE OR DELETE ON notices_endchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_endchange_no_truncate BEFORE TRUNCATE ON notices_endchange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
