-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/outreach/test_events.py.

CREATE TRIGGER outreach_eventvisit_closed_union BEFORE INSERT OR UPDATE OF union_id ON outreach_eventvisit
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER outreach_activity_closed_union BEFORE INSERT OR UPDATE OF union_id ON outreach_activity
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
