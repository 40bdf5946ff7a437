-- Aid is decided and paid first (急难先行救助) where it was asked for as urgent, up to what the route allows, and of a
-- union that owes no completion of earlier aid past its day (requirement B8).
-- Test: tests/cases/completions/test_guards.py.

CREATE FUNCTION completions_guard_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = NEW.application_id;
    IF NOT application.is_urgent OR application.amount IS NULL OR application.amount > NEW.most THEN
        RAISE EXCEPTION 'application % is not urgent up to % yuan', NEW.application_id, NEW.most
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'urgent_within_its_terms';
    END IF;
    IF EXISTS (
        SELECT FROM completions_completion
         WHERE union_id = application.union_id AND state = 'waiting'
           AND due_on < (NEW.at AT TIME ZONE 'Asia/Shanghai')::date
    ) THEN
        RAISE EXCEPTION 'union % owes the completion of earlier aid', application.union_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'urgent_after_what_is_owed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER completions_urgentterms_guard BEFORE INSERT ON completions_urgentterms
    FOR EACH ROW EXECUTE FUNCTION completions_guard_terms();
