-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER packages_auditpackage_scope_fill BEFORE INSERT OR UPDATE OF union_id ON packages_auditpackage
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER packages_auditpackage_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('packages_auditpackage');
