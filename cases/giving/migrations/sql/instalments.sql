-- The instalments of an application add up to what was decided, draw on lines that come to their sum, stay as they were
-- planned, are looked at by somebody
-- who had no hand in the application, and are owed once their day has come, one payable that is not void for each.
-- What is ended stays ended, and money that has left is neither suspended nor ended (requirements B1, E4).
-- Tests: tests/cases/giving/test_guards.py, test_stood_in.py.

CREATE FUNCTION giving_plan_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM giving_instalment WHERE application_id = NEW.application_id)
        IS DISTINCT FROM (SELECT amount FROM applications_application WHERE id = NEW.application_id) THEN
        RAISE EXCEPTION 'the instalments of application % do not add up to its amount', NEW.application_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'instalments_add_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER giving_instalment_adds_up AFTER INSERT ON giving_instalment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION giving_plan_adds_up();

-- Of the two hands of a confirmation, whoever stands in (代办) and the holder of the post, neither had one in the
-- application and neither stays out of the family (回避).
CREATE FUNCTION giving_by_another(part giving_instalment) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    application applications_application%ROWTYPE;
BEGIN
    SELECT * INTO application FROM applications_application WHERE id = part.application_id;
    IF part.looked_by_id IN (application.created_by_id, application.submitted_by_id)
       OR part.looked_for_id IN (application.created_by_id, application.submitted_by_id)
       OR EXISTS (SELECT FROM applications_applicationedit
                   WHERE application_id = part.application_id
                     AND (by_id IN (part.looked_by_id, part.looked_for_id)
                          OR stood_in_for_id IN (part.looked_by_id, part.looked_for_id))) THEN
        RAISE EXCEPTION 'nobody looks again at what they applied for'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_looked_at_by_another';
    END IF;
    IF stays_out(application.household_id, part.looked_by_id)
       OR stays_out(application.household_id, part.looked_for_id) THEN
        RAISE EXCEPTION 'who stays out of a case does not look at its instalments'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_by_who_stays_out';
    END IF;
END $$;

CREATE FUNCTION giving_guard_instalment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.uid, OLD.application_id, OLD.number, OLD.of, OLD.due_on, OLD.amount, OLD.line_id, OLD.draws)
       IS DISTINCT FROM
       (NEW.uid, NEW.application_id, NEW.number, NEW.of, NEW.due_on, NEW.amount, NEW.line_id, NEW.draws) THEN
        RAISE EXCEPTION 'an instalment stays as it was planned'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_stays_as_planned';
    END IF;
    IF NEW.looked_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.looked_by_id, NEW.looked_for_id, NEW.looked_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_by_who_stands_in';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'ended' OR NEW.state = 'planned' THEN
        RAISE EXCEPTION 'an instalment does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_moves_onward';
    END IF;
    IF NEW.state <> 'confirmed' AND EXISTS (
        SELECT FROM payments_payable p WHERE p.source = 'giving.instalment:' || NEW.id AND p.state <> 'void'
    ) THEN
        RAISE EXCEPTION 'instalment % is owed', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_is_owed';
    END IF;
    IF NEW.state = 'confirmed' THEN
        PERFORM giving_by_another(NEW);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_instalment_guard BEFORE UPDATE OR DELETE ON giving_instalment
    FOR EACH ROW EXECUTE FUNCTION giving_guard_instalment();

CREATE FUNCTION giving_begins_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'planned' THEN
        RAISE EXCEPTION 'an instalment begins planned, not %', NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_begins_planned';
    END IF;
    IF (SELECT sum((draw ->> 1)::numeric) FROM jsonb_array_elements(NEW.draws) draw) IS DISTINCT FROM NEW.amount
       OR (NEW.draws #>> '{0,0}')::bigint IS DISTINCT FROM NEW.line_id THEN
        RAISE EXCEPTION 'an instalment draws its amount, beginning with its line'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_draws_its_amount';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giving_instalment_begins BEFORE INSERT ON giving_instalment
    FOR EACH ROW EXECUTE FUNCTION giving_begins_planned();

-- At the end of the transaction, in which the instalment is confirmed or the application approved as well.
CREATE FUNCTION giving_guard_payable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part giving_instalment%ROWTYPE;
BEGIN
    IF NOT EXISTS (SELECT FROM payments_payable WHERE id = NEW.id AND state <> 'void') THEN
        RETURN NULL;
    END IF;
    SELECT * INTO part FROM giving_instalment WHERE id = split_part(NEW.source, ':', 2)::bigint;
    IF NOT FOUND OR part.state <> 'confirmed' OR part.amount <> NEW.amount
        OR part.due_on > (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date
        OR NOT EXISTS (SELECT FROM applications_application WHERE id = part.application_id AND state = 'approved')
    THEN
        RAISE EXCEPTION 'instalment % is not owed', NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_owed_when_confirmed';
    END IF;
    IF (SELECT count(*) FROM payments_payable WHERE source = NEW.source AND state <> 'void') > 1 THEN
        RAISE EXCEPTION 'instalment % is owed once', NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instalment_owed_once';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_payable_of_instalment AFTER INSERT ON payments_payable
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.source LIKE 'giving.instalment:%')
    EXECUTE FUNCTION giving_guard_payable();
