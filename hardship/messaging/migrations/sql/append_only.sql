-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER messaging_message_append_only BEFORE UPDATE OR DELETE ON messaging_message
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER messaging_message_no_truncate BEFORE TRUNCATE ON messaging_message
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
