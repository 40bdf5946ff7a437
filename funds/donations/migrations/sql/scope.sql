-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER donations_donor_scope_fill BEFORE INSERT OR UPDATE OF union_id ON donations_donor
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER donations_donor_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('donations_donor');

CREATE TRIGGER donations_donation_scope_fill BEFORE INSERT OR UPDATE OF union_id ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER donations_donation_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('donations_donation');

CREATE TRIGGER donations_drive_scope_fill BEFORE INSERT OR UPDATE OF union_id ON donations_drive
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER donations_drive_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('donations_drive');
