-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER books_bankaccount_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_bankaccount
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_bankaccount_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_bankaccount');

CREATE TRIGGER books_statement_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_statement
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_statement_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_statement');

CREATE TRIGGER books_linebooking_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_linebooking
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_linebooking_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_linebooking');

CREATE TRIGGER books_reconciliation_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_reconciliation
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_reconciliation_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_reconciliation');

CREATE TRIGGER books_voucher_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_voucher
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_voucher_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_voucher');


CREATE TRIGGER books_cashbox_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_cashbox
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_cashbox_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_cashbox');

CREATE TRIGGER books_cashcount_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_cashcount
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_cashcount_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_cashcount');

CREATE TRIGGER books_cashentry_scope_fill BEFORE INSERT OR UPDATE OF union_id ON books_cashentry
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER books_cashentry_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('books_cashentry');
