-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER giving_instalment_scope_fill BEFORE INSERT OR UPDATE OF union_id ON giving_instalment
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER giving_instalment_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('giving_instalment');
CREATE TRIGGER giving_fulfilment_scope_fill BEFORE INSERT OR UPDATE OF union_id ON giving_fulfilment
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER giving_fulfilment_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('giving_fulfilment');
CREATE TRIGGER giving_roster_scope_fill BEFORE INSERT OR UPDATE OF union_id ON giving_roster
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER giving_roster_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('giving_roster');
CREATE TRIGGER giving_followup_scope_fill BEFORE INSERT OR UPDATE OF union_id ON giving_followup
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER giving_followup_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('giving_followup');
