-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER campaigns_campaign_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaign
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_campaign_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_campaign');
CREATE TRIGGER campaigns_campaignlist_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaignlist
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_campaignlist_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_campaignlist');
CREATE TRIGGER campaigns_beneficiary_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_beneficiary
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_beneficiary_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_beneficiary');
CREATE TRIGGER campaigns_visitteam_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_visitteam
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_visitteam_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_visitteam');
CREATE TRIGGER campaigns_campaignvisit_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaignvisit
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_campaignvisit_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_campaignvisit');
CREATE TRIGGER campaigns_wish_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_wish
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_wish_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_wish');
CREATE TRIGGER campaigns_reportpart_scope_fill BEFORE INSERT OR UPDATE OF union_id ON campaigns_reportpart
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER campaigns_reportpart_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('campaigns_reportpart');
