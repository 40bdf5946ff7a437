-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/funds/donations/test_around_python.py.

CREATE TRIGGER donations_donor_closed_union BEFORE INSERT OR UPDATE OF union_id ON donations_donor
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER donations_donation_closed_union BEFORE INSERT OR UPDATE OF union_id ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER donations_drive_closed_union BEFORE INSERT OR UPDATE OF union_id ON donations_drive
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
