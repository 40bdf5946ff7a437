-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER seals_seal_append_only BEFORE UPDATE OR DELETE ON seals_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_seal_no_truncate BEFORE TRUNCATE ON seals_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_anchor_append_only BEFORE UPDATE OR DELETE ON seals_anchor
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_anchor_no_truncate BEFORE TRUNCATE ON seals_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_verification_append_only BEFORE UPDATE OR DELETE ON seals_verification
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_verification_no_truncate BEFORE TRUNCATE ON seals_verification
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
