-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/care/test_care.py.

CREATE TRIGGER care_carecase_closed_union BEFORE INSERT OR UPDATE OF union_id ON care_carecase
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER care_careadvice_closed_union BEFORE INSERT OR UPDATE OF union_id ON care_careadvice
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
