-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER goods_slipline_append_only BEFORE UPDATE OR DELETE ON goods_slipline
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goods_slipline_no_truncate BEFORE TRUNCATE ON goods_slipline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
