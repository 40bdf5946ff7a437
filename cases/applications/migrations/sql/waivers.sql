-- 免交材料: who wrote on an application or on its file, or had somebody stand in who did, waives none of its papers; nor
-- does whoever stays out of the family. What was decided stays as it is; a waiver is given while the application is
-- written on and undone until it is decided; what was asked ends with nobody's name when the file goes elsewhere
-- (requirement B3). Test: tests/cases/applications/test_waivers.py.

CREATE FUNCTION application_was_made_by(asked bigint, VARIADIC people bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM applications_application application
         WHERE application.id = asked AND (
            application.created_by_id = ANY (people) OR application.submitted_by_id = ANY (people)
            OR EXISTS (
                SELECT FROM applications_applicationedit edit
                 WHERE edit.application_id = asked AND (edit.by_id = ANY (people) OR edit.stood_in_for_id = ANY (people)))
            OR EXISTS (
                SELECT FROM archives_fileedit edit
                 WHERE edit.household_id = application.household_id
                   AND (edit.by_id = ANY (people) OR edit.stood_in_for_id = ANY (people)))))
$$;
CREATE FUNCTION paper_waiver_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    file bigint;
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'INSERT' AND NEW.state <> 'asked'
       OR TG_OP = 'UPDATE' AND (
        (NEW.application_id, NEW.kinds, NEW.decider_id, NEW.reason, NEW.asked_at, NEW.asked_by_id, NEW.asked_for_id)
        IS DISTINCT FROM
        (OLD.application_id, OLD.kinds, OLD.decider_id, OLD.reason, OLD.asked_at, OLD.asked_by_id, OLD.asked_for_id)
        OR OLD.decided_at IS NOT NULL AND (NEW.decided_at, NEW.decided_by_id, NEW.decided_for_id, NEW.decided_name, NEW.answer)
           IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decided_for_id, OLD.decided_name, OLD.answer)
        OR (OLD.state, NEW.state) NOT IN (('asked', 'granted'), ('asked', 'refused'), ('granted', 'undone'))
           AND NOT (OLD.state = 'asked' AND NEW.state = 'undone' AND NEW.decided_at IS NULL
                    AND NEW.undone_by_id IS NULL AND NEW.undone_for_id IS NULL AND NEW.undone_why = '档案转出')
    ) THEN
        RAISE EXCEPTION 'a waiver is history' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'waiver_is_history';
    END IF;
    SELECT state, household_id INTO stands, file FROM applications_application
     WHERE id = NEW.application_id FOR SHARE;
    IF NEW.state IN ('asked', 'granted') AND stands NOT IN ('draft', 'returned')
       OR NEW.state = 'undone' AND stands NOT IN (
           'draft', 'returned', 'review', 'public_notice', 'approval', 'suspended') THEN
        RAISE EXCEPTION 'application % is not at the point for that', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'waiver_before_the_decision';
    END IF;
    IF NEW.state IN ('granted', 'refused') AND (
        (NEW.decided_by_id IN (NEW.asked_by_id, NEW.asked_for_id)) IS TRUE
        OR (NEW.decided_for_id IN (NEW.asked_by_id, NEW.asked_for_id)) IS TRUE
        OR application_was_made_by(NEW.application_id, NEW.decided_by_id, NEW.decided_for_id)
        OR stays_out(file, NEW.decided_by_id) OR stays_out(file, NEW.decided_for_id)
    ) THEN
        RAISE EXCEPTION 'who made application % waives none of its papers', NEW.application_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'waiver_by_somebody_else';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_waiver_guard BEFORE INSERT OR UPDATE OR DELETE ON applications_paperwaiver
    FOR EACH ROW EXECUTE FUNCTION paper_waiver_guard();
