-- Scoped tables: the ancestor columns are filled from the row's union and move when that union moves.
-- Test: tests/architecture/test_models.py.

CREATE TRIGGER payments_paymentbatch_scope_fill BEFORE INSERT OR UPDATE OF union_id ON payments_paymentbatch
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER payments_paymentbatch_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('payments_paymentbatch');

CREATE TRIGGER payments_payment_scope_fill BEFORE INSERT OR UPDATE OF union_id ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER payments_payment_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('payments_payment');

CREATE TRIGGER payments_payable_scope_fill BEFORE INSERT OR UPDATE OF union_id ON payments_payable
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER payments_payable_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('payments_payable');

CREATE TRIGGER payments_banklayout_scope_fill BEFORE INSERT OR UPDATE OF union_id ON payments_banklayout
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER payments_banklayout_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('payments_banklayout');

CREATE TRIGGER payments_otherpayee_scope_fill BEFORE INSERT OR UPDATE OF union_id ON payments_otherpayee
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER payments_otherpayee_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('payments_otherpayee');
