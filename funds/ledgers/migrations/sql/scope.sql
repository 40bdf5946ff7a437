-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER ledgers_fund_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_fund
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_fund_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_fund');

CREATE TRIGGER ledgers_budgetline_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_budgetline
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_budgetline_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_budgetline');

CREATE TRIGGER ledgers_period_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_period
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_period_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_period');

CREATE TRIGGER ledgers_journal_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_journal
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_journal_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_journal');

CREATE TRIGGER ledgers_allocation_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_allocation
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_allocation_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_allocation');

CREATE TRIGGER ledgers_arrival_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_arrival
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_arrival_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_arrival');

CREATE TRIGGER ledgers_fundorder_scope_fill BEFORE INSERT OR UPDATE OF union_id ON ledgers_fundorder
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER ledgers_fundorder_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('ledgers_fundorder');
