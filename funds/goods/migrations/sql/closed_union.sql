-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/accounts/test_closing.py.

CREATE TRIGGER goods_store_closed_union BEFORE INSERT OR UPDATE OF union_id ON goods_store
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER goods_item_closed_union BEFORE INSERT OR UPDATE OF union_id ON goods_item
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER goods_slip_closed_union BEFORE INSERT OR UPDATE OF union_id ON goods_slip
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
