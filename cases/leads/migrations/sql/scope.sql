-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER leads_lead_scope_fill BEFORE INSERT OR UPDATE OF union_id ON leads_lead
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER leads_lead_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('leads_lead');
CREATE TRIGGER leads_call_scope_fill BEFORE INSERT OR UPDATE OF union_id ON leads_call
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER leads_call_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('leads_call');
CREATE TRIGGER leads_callunit_scope_fill BEFORE INSERT OR UPDATE OF union_id ON leads_callunit
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER leads_callunit_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('leads_callunit');
CREATE TRIGGER leads_questionnaire_scope_fill BEFORE INSERT OR UPDATE OF union_id ON leads_questionnaire
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER leads_questionnaire_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('leads_questionnaire');
