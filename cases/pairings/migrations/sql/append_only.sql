-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER pairings_mention_append_only BEFORE UPDATE OR DELETE ON pairings_mention
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pairings_mention_no_truncate BEFORE TRUNCATE ON pairings_mention
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pairings_pairingstep_append_only BEFORE UPDATE OR DELETE ON pairings_pairingstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pairings_pairingstep_no_truncate BEFORE TRUNCATE ON pairings_pairingstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pairings_pairingnote_append_only BEFORE UPDATE OR DELETE ON pairings_pairingnote
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pairings_pairingnote_no_truncate BEFORE TRUNCATE ON pairings_pairingnote
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
