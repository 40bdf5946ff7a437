-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER intakes_intake_scope_fill BEFORE INSERT OR UPDATE OF union_id ON intakes_intake
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER intakes_intake_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('intakes_intake');

CREATE TRIGGER intakes_scanbatch_scope_fill BEFORE INSERT OR UPDATE OF union_id ON intakes_scanbatch
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER intakes_scanbatch_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('intakes_scanbatch');
CREATE TRIGGER intakes_scan_scope_fill BEFORE INSERT OR UPDATE OF union_id ON intakes_scan
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER intakes_scan_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('intakes_scan');
