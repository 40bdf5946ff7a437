-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER outreach_eventterm_append_only BEFORE UPDATE OR DELETE ON outreach_eventterm
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outreach_eventterm_no_truncate BEFORE TRUNCATE ON outreach_eventterm
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
