-- A pairing begins as a proposal and moves by its steps alone; whom it is about and what was agreed stay. It is agreed
-- to, or declined, by somebody who neither proposed it nor is its helper, and need not stay out of the case (requirement
-- D2). What was done is written down while it runs, of days since it began; a home visit is of the same family. A year
-- is judged once, by neither who set its target nor the helper, and stays as it was judged. Nobody praises themselves, or
-- has it done by who stands in for them.
-- Test: tests/cases/pairings/test_guards.py.

CREATE FUNCTION pairings_guard_pairing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step pairings_pairingstep%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' OR NEW.begun_on IS NOT NULL OR NEW.previous_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM pairings_pairing
             WHERE id = NEW.previous_id AND state = 'handed_over' AND household_id = NEW.household_id
        ) THEN
            RAISE EXCEPTION 'a pairing begins as a proposal'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_begins_proposed';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.uid, NEW.household_id, NEW.helper_id, NEW.previous_id, NEW.helps, NEW.agreed, NEW.is_leaders,
        NEW.from_on, NEW.until_on, NEW.created_at, NEW.created_by_id, NEW.stood_in_for_id)
       IS DISTINCT FROM
       (OLD.id, OLD.uid, OLD.household_id, OLD.helper_id, OLD.previous_id, OLD.helps, OLD.agreed, OLD.is_leaders,
        OLD.from_on, OLD.until_on, OLD.created_at, OLD.created_by_id, OLD.stood_in_for_id)
       OR NEW.state = OLD.state AND (NEW.begun_on, NEW.ended_on) IS DISTINCT FROM (OLD.begun_on, OLD.ended_on) THEN
        RAISE EXCEPTION 'pairing % stays as it was proposed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_stays';
    END IF;
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        SELECT * INTO step FROM pairings_pairingstep WHERE pairing_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state THEN
            RAISE EXCEPTION 'pairing % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_moves_by_steps';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairings_pairing_guard BEFORE INSERT OR UPDATE ON pairings_pairing
    FOR EACH ROW EXECUTE FUNCTION pairings_guard_pairing();
CREATE TRIGGER pairings_pairing_kept BEFORE DELETE ON pairings_pairing
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Of two names, whoever stands in (代办) and the holder of the post, neither may have had a hand in it.
CREATE FUNCTION pairings_had_a_hand(pairing pairings_pairing, person bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT person IS NOT NULL AND (
        person IN (pairing.created_by_id, pairing.stood_in_for_id)
        OR EXISTS (SELECT FROM pairings_helper WHERE id = pairing.helper_id AND user_id = person)
        OR stays_out(pairing.household_id, person))
$$;

CREATE FUNCTION pairings_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pairing pairings_pairing%ROWTYPE;
BEGIN
    SELECT * INTO pairing FROM pairings_pairing WHERE id = NEW.pairing_id;
    IF NEW.source <> pairing.state THEN
        RAISE EXCEPTION 'pairing % is not in state %', NEW.pairing_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_step_from_where_it_is';
    END IF;
    IF NEW.stood_in_for_id IS NOT NULL AND NOT stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_by_who_stands_in';
    END IF;
    IF NEW.action IN ('agree', 'decline') AND (
        NEW.by_id IS NULL OR pairings_had_a_hand(pairing, NEW.by_id)
        OR pairings_had_a_hand(pairing, NEW.stood_in_for_id)
    ) THEN
        RAISE EXCEPTION 'pairing % is agreed to by another', NEW.pairing_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_agreed_to_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairings_pairingstep_guard BEFORE INSERT ON pairings_pairingstep
    FOR EACH ROW EXECUTE FUNCTION pairings_guard_step();

CREATE FUNCTION pairings_guard_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."on" > hardship_today() OR NOT EXISTS (
        SELECT FROM pairings_pairing WHERE id = NEW.pairing_id AND state = 'running' AND begun_on <= NEW."on"
    ) THEN
        RAISE EXCEPTION 'pairing % does not run on that day', NEW.pairing_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_note_while_it_runs';
    END IF;
    IF NEW.visit_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM visits_homevisit visit JOIN pairings_pairing pairing USING (household_id)
         WHERE visit.id = NEW.visit_id AND pairing.id = NEW.pairing_id AND visit.visited_on = NEW."on"
    ) THEN
        RAISE EXCEPTION 'the visit is of another family or day'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_note_of_its_visit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairings_pairingnote_guard BEFORE INSERT ON pairings_pairingnote
    FOR EACH ROW EXECUTE FUNCTION pairings_guard_note();

CREATE FUNCTION pairings_guard_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (
        OLD.effect <> '' OR (NEW.pairing_id, NEW.year) IS DISTINCT FROM (OLD.pairing_id, OLD.year)
    ) THEN
        RAISE EXCEPTION 'a year stays as it was judged'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_year_stays';
    END IF;
    IF NEW.effect <> '' AND (
        NEW.judged_by_id IS NULL OR NEW.set_by_id IS NULL
        OR NEW.set_by_id IN (NEW.judged_by_id, coalesce(NEW.judged_for_id, 0))
        OR coalesce(NEW.set_for_id IN (NEW.judged_by_id, coalesce(NEW.judged_for_id, 0)), false)
        OR EXISTS (
            SELECT FROM pairings_pairing pairing JOIN pairings_helper helper ON helper.id = pairing.helper_id
             WHERE pairing.id = NEW.pairing_id AND helper.user_id IN (NEW.judged_by_id, NEW.judged_for_id))
    ) THEN
        RAISE EXCEPTION 'a year is judged by another'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_year_judged_by_another';
    END IF;
    IF NEW.set_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.set_by_id, NEW.set_for_id, NEW.set_at), false)
       OR NEW.judged_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.judged_by_id, NEW.judged_for_id, NEW.judged_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_year_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairings_pairingyear_guard BEFORE INSERT OR UPDATE OR DELETE ON pairings_pairingyear
    FOR EACH ROW EXECUTE FUNCTION pairings_guard_year();

CREATE FUNCTION pairings_guard_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stood_in_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_mention_by_who_stands_in';
    END IF;
    IF EXISTS (
        SELECT FROM pairings_helper WHERE id = NEW.helper_id AND user_id IN (NEW.by_id, NEW.stood_in_for_id)
    ) THEN
        RAISE EXCEPTION 'a helper is praised by another'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairing_mention_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairings_mention_guard BEFORE INSERT ON pairings_mention
    FOR EACH ROW EXECUTE FUNCTION pairings_guard_mention();
