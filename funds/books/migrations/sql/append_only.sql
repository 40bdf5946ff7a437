-- Tables that only grow: UPDATE, DELETE and TRUNCATE are refused.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER books_reconciliation_append_only BEFORE UPDATE OR DELETE ON books_reconciliation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_reconciliation_no_truncate BEFORE TRUNCATE ON books_reconciliation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER books_voucherentry_append_only BEFORE UPDATE OR DELETE ON books_voucherentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_voucherentry_no_truncate BEFORE TRUNCATE ON books_voucherentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER books_cashentry_append_only BEFORE UPDATE OR DELETE ON books_cashentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_cashentry_no_truncate BEFORE TRUNCATE ON books_cashentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
