-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER employment_course_scope_fill BEFORE INSERT OR UPDATE OF union_id ON employment_course
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER employment_course_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('employment_course');
CREATE TRIGGER employment_jobopening_scope_fill BEFORE INSERT OR UPDATE OF union_id ON employment_jobopening
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER employment_jobopening_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('employment_jobopening');
CREATE TRIGGER employment_jobfair_scope_fill BEFORE INSERT OR UPDATE OF union_id ON employment_jobfair
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER employment_jobfair_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('employment_jobfair');
CREATE TRIGGER employment_startup_scope_fill BEFORE INSERT OR UPDATE OF union_id ON employment_startup
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER employment_startup_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('employment_startup');
