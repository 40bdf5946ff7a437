-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/petitions/test_around_python.py.

CREATE TRIGGER petitions_petition_closed_union BEFORE INSERT OR UPDATE OF union_id ON petitions_petition
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
