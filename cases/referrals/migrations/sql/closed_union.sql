-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/referrals/test_referrals.py.

CREATE TRIGGER referrals_departmentservice_closed_union
    BEFORE INSERT OR UPDATE OF union_id ON referrals_departmentservice
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
