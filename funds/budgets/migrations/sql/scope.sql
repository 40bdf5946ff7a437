-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER budgets_budget_scope_fill BEFORE INSERT OR UPDATE OF union_id ON budgets_budget
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER budgets_budget_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('budgets_budget');

CREATE TRIGGER budgets_distribution_scope_fill BEFORE INSERT OR UPDATE OF union_id ON budgets_distribution
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER budgets_distribution_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('budgets_distribution');


CREATE TRIGGER budgets_virement_scope_fill BEFORE INSERT OR UPDATE OF union_id ON budgets_virement
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER budgets_virement_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('budgets_virement');

CREATE TRIGGER budgets_recall_scope_fill BEFORE INSERT OR UPDATE OF union_id ON budgets_recall
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER budgets_recall_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('budgets_recall');
