-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER archives_household_scope_fill BEFORE INSERT OR UPDATE OF union_id ON archives_household
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER archives_household_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('archives_household');

CREATE TRIGGER archives_changerequest_scope_fill BEFORE INSERT OR UPDATE OF union_id ON archives_changerequest
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER archives_changerequest_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('archives_changerequest');

CREATE TRIGGER archives_reviewperiod_scope_fill BEFORE INSERT OR UPDATE OF union_id ON archives_reviewperiod
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER archives_reviewperiod_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('archives_reviewperiod');

CREATE TRIGGER archives_caserecusal_scope_fill BEFORE INSERT OR UPDATE OF union_id ON archives_caserecusal
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER archives_caserecusal_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('archives_caserecusal');
