-- A record of aid says for good what it said: it is replaced or cancelled once, never changed or removed.
-- Test: tests/cases/aid/test_records.py, test_a_record_is_not_changed_past_python.

CREATE FUNCTION aid_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['state', 'ended_at', 'ended_by_id', 'ended_why',
                               'province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change
       AND (OLD.state = 'current' OR (NEW.state, NEW.ended_why) = (OLD.state, OLD.ended_why)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a record of aid stays as it is'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'external_aid_stays';
END $$;
CREATE TRIGGER aid_externalaid_stays BEFORE UPDATE OR DELETE ON aid_externalaid
    FOR EACH ROW EXECUTE FUNCTION aid_record_stays();
CREATE TRIGGER aid_externalaid_no_truncate BEFORE TRUNCATE ON aid_externalaid
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
