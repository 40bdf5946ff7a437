-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/funds/budgets/test_around_python.py.

CREATE TRIGGER budgets_budget_closed_union BEFORE INSERT OR UPDATE OF union_id ON budgets_budget
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();

CREATE TRIGGER budgets_distribution_closed_union BEFORE INSERT OR UPDATE OF union_id ON budgets_distribution
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();


CREATE TRIGGER budgets_virement_closed_union BEFORE INSERT OR UPDATE OF union_id ON budgets_virement
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();

CREATE TRIGGER budgets_recall_closed_union BEFORE INSERT OR UPDATE OF union_id ON budgets_recall
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
