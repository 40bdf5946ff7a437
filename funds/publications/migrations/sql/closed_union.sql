-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/funds/publications/test_around_python.py.

CREATE TRIGGER publications_publication_closed_union BEFORE INSERT OR UPDATE OF union_id ON publications_publication
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
