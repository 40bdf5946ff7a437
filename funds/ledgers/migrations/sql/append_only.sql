-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER ledgers_funduse_append_only BEFORE UPDATE OR DELETE ON ledgers_funduse
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_funduse_no_truncate BEFORE TRUNCATE ON ledgers_funduse
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_budgetline_append_only BEFORE UPDATE OR DELETE ON ledgers_budgetline
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_budgetline_no_truncate BEFORE TRUNCATE ON ledgers_budgetline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_account_append_only BEFORE UPDATE OR DELETE ON ledgers_account
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_account_no_truncate BEFORE TRUNCATE ON ledgers_account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_allocation_append_only BEFORE UPDATE OR DELETE ON ledgers_allocation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_allocation_no_truncate BEFORE TRUNCATE ON ledgers_allocation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_journal_append_only BEFORE UPDATE OR DELETE ON ledgers_journal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_journal_no_truncate BEFORE TRUNCATE ON ledgers_journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_posting_append_only BEFORE UPDATE OR DELETE ON ledgers_posting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_posting_no_truncate BEFORE TRUNCATE ON ledgers_posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_capshare_append_only BEFORE UPDATE OR DELETE ON ledgers_capshare
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_capshare_no_truncate BEFORE TRUNCATE ON ledgers_capshare
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledgers_arrival_append_only BEFORE UPDATE OR DELETE ON ledgers_arrival
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_arrival_no_truncate BEFORE TRUNCATE ON ledgers_arrival
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
