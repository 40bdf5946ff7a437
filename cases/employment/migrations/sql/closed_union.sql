-- Nothing new in a union that was closed (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/employment/test_around_python.py.

CREATE TRIGGER employment_course_closed_union BEFORE INSERT OR UPDATE OF union_id ON employment_course
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER employment_jobopening_closed_union BEFORE INSERT OR UPDATE OF union_id ON employment_jobopening
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER employment_jobfair_closed_union BEFORE INSERT OR UPDATE OF union_id ON employment_jobfair
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER employment_startup_closed_union BEFORE INSERT OR UPDATE OF union_id ON employment_startup
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER employment_partner_closed_union BEFORE INSERT OR UPDATE OF union_id ON employment_partner
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
