-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER approvals_routestage_append_only BEFORE UPDATE OR DELETE ON approvals_routestage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_routestage_no_truncate BEFORE TRUNCATE ON approvals_routestage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_routecopy_append_only BEFORE UPDATE OR DELETE ON approvals_routecopy
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_routecopy_no_truncate BEFORE TRUNCATE ON approvals_routecopy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_routebar_append_only BEFORE UPDATE OR DELETE ON approvals_routebar
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_routebar_no_truncate BEFORE TRUNCATE ON approvals_routebar
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_stepscan_append_only BEFORE UPDATE OR DELETE ON approvals_stepscan
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_stepscan_no_truncate BEFORE TRUNCATE ON approvals_stepscan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_approvalstep_append_only BEFORE UPDATE OR DELETE ON approvals_approvalstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_approvalstep_no_truncate BEFORE TRUNCATE ON approvals_approvalstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_fundchoice_append_only BEFORE UPDATE OR DELETE ON approvals_fundchoice
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_fundchoice_no_truncate BEFORE TRUNCATE ON approvals_fundchoice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_escalation_append_only BEFORE UPDATE OR DELETE ON approvals_escalation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_escalation_no_truncate BEFORE TRUNCATE ON approvals_escalation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_supervision_append_only BEFORE UPDATE OR DELETE ON approvals_supervision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_supervision_no_truncate BEFORE TRUNCATE ON approvals_supervision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_supervisionanswer_append_only BEFORE UPDATE OR DELETE ON approvals_supervisionanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_supervisionanswer_no_truncate BEFORE TRUNCATE ON approvals_supervisionanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_correction_append_only BEFORE UPDATE OR DELETE ON approvals_correction
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_correction_no_truncate BEFORE TRUNCATE ON approvals_correction
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_correctionanswer_append_only BEFORE UPDATE OR DELETE ON approvals_correctionanswer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_correctionanswer_no_truncate BEFORE TRUNCATE ON approvals_correctionanswer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
