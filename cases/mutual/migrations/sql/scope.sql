-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER mutual_mutualperiod_scope_fill BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualperiod
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER mutual_mutualperiod_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('mutual_mutualperiod');

CREATE TRIGGER mutual_mutualenrolment_scope_fill BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualenrolment
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER mutual_mutualenrolment_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('mutual_mutualenrolment');

CREATE TRIGGER mutual_mutualclaim_scope_fill BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualclaim
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER mutual_mutualclaim_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('mutual_mutualclaim');
