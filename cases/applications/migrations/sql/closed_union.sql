-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/accounts/test_closing.py.

CREATE TRIGGER applications_application_closed_union BEFORE INSERT OR UPDATE OF union_id ON applications_application
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
