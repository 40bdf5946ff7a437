-- A manual override of an assessment (人工认定): what was asked for stays, it is decided once, it is never deleted.
-- Test: tests/cases/archives/test_assessments.py.

CREATE FUNCTION override_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'an override is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.assessment_id, NEW.category, NEW.own_category, NEW.own_label, NEW.reason, NEW.requested_at, NEW.requested_by_id)
       IS DISTINCT FROM (OLD.assessment_id, OLD.category, OLD.own_category, OLD.own_label, OLD.reason, OLD.requested_at, OLD.requested_by_id) THEN
        RAISE EXCEPTION 'an override stays as it was asked for' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'requested' AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'an override is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_categoryoverride_guard BEFORE UPDATE OR DELETE ON archives_categoryoverride
    FOR EACH ROW EXECUTE FUNCTION override_guard();
CREATE TRIGGER archives_categoryoverride_no_truncate BEFORE TRUNCATE ON archives_categoryoverride
    FOR EACH STATEMENT EXECUTE FUNCTION override_guard();
