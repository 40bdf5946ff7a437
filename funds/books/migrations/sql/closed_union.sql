-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/accounts/test_closing.py.

CREATE TRIGGER books_cashbox_closed_union BEFORE INSERT OR UPDATE OF union_id ON books_cashbox
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER books_bankaccount_closed_union BEFORE INSERT OR UPDATE OF union_id ON books_bankaccount
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
