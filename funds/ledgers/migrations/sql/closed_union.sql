-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/accounts/test_closing.py.

CREATE TRIGGER ledgers_fund_closed_union BEFORE INSERT OR UPDATE OF union_id ON ledgers_fund
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER ledgers_fundorder_closed_union BEFORE INSERT OR UPDATE OF union_id ON ledgers_fundorder
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
