-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER surveys_survey_scope_fill BEFORE INSERT OR UPDATE OF union_id ON surveys_survey
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER surveys_survey_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('surveys_survey');

CREATE TRIGGER surveys_surveyunit_scope_fill BEFORE INSERT OR UPDATE OF union_id ON surveys_surveyunit
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER surveys_surveyunit_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('surveys_surveyunit');

CREATE TRIGGER surveys_surveyentry_scope_fill BEFORE INSERT OR UPDATE OF union_id ON surveys_surveyentry
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER surveys_surveyentry_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('surveys_surveyentry');

CREATE TRIGGER surveys_spotcheck_scope_fill BEFORE INSERT OR UPDATE OF union_id ON surveys_spotcheck
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER surveys_spotcheck_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('surveys_spotcheck');
