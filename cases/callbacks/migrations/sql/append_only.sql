-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER callbacks_callbackrule_append_only BEFORE UPDATE OR DELETE ON callbacks_callbackrule
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER callbacks_callbackrule_no_truncate BEFORE TRUNCATE ON callbacks_callbackrule
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER callbacks_callbacktry_append_only BEFORE UPDATE OR DELETE ON callbacks_callbacktry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER callbacks_callbacktry_no_truncate BEFORE TRUNCATE ON callbacks_callbacktry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
