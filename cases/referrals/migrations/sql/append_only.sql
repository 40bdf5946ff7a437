-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER referrals_referralstep_append_only BEFORE UPDATE OR DELETE ON referrals_referralstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER referrals_referralstep_no_truncate BEFORE TRUNCATE ON referrals_referralstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
