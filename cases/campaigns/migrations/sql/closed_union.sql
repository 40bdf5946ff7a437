-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/campaigns/test_around_python.py.

CREATE TRIGGER campaigns_campaign_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaign
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER campaigns_campaignlist_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaignlist
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER campaigns_visitteam_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_visitteam
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER campaigns_campaignvisit_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_campaignvisit
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER campaigns_wish_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_wish
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER campaigns_reportpart_closed_union BEFORE INSERT OR UPDATE OF union_id ON campaigns_reportpart
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
