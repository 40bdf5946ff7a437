-- A petition (信访件) keeps to its way and to what was said: its number, whom it is about and who took it in never
-- change, the rest only while it is open. A matter about somebody never goes to them: no union that they work at or
-- that is below it gets it or is offered it, and nobody of the accused unit (nor the account itself) handles it, helps,
-- answers or takes a step but the one that wrote it down. Who answers is the handler, a helper, or who stands in.
-- Why: whoever is complained of must neither read who complained nor write the answer, whatever page or script is used.
-- Test: tests/cases/petitions/test_around_python.py.

-- The unions where somebody is at home or holds a post today.
CREATE FUNCTION petition_places_of(person bigint) RETURNS TABLE (union_id bigint) LANGUAGE sql STABLE AS $$
    SELECT u.union_id FROM accounts_user u WHERE u.id = person
    UNION
    SELECT p.union_id FROM posts_of(person) p
     WHERE hardship_today() BETWEEN p.from_on AND coalesce(p.until_on, 'infinity')
$$;

-- Whether a union is one where the accused works, or below it.
CREATE FUNCTION petition_is_near(unit bigint, person bigint, place bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_union there, accounts_union here
         WHERE there.id = place
           AND (here.id = unit OR here.id IN (SELECT union_id FROM petition_places_of(person)))
           AND starts_with(there.path, here.path))
$$;

-- Whether somebody is the accused, or of the accused unit.
CREATE FUNCTION petition_is_of(unit bigint, accused bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT person IS NOT NULL AND unit IS NOT NULL AND (person = accused OR EXISTS (
        SELECT FROM accounts_union own, accounts_union place
         WHERE own.id = unit AND place.id IN (SELECT union_id FROM petition_places_of(person))
           AND starts_with(place.path, own.path))) IS TRUE
$$;

CREATE FUNCTION petitions_petition_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text[] := ARRAY['union_id', 'province_id', 'city_id', 'county_id', 'township_id'];
    told text[] := ARRAY[
        'name', 'phone', 'phone_index', 'id_number', 'id_number_index', 'employer', 'address', 'persons', 'text',
        'urgency', 'household_id', 'due_on', 'answer_by_on', 'lead_id', 'application_id', 'handler_id'];
    steps text[] := ARRAY[
        'state', 'due_on', 'answer_by_on', 'offered_to_id', 'handler_id', 'answer', 'told_by', 'answered_at',
        'answered_by_id', 'satisfaction', 'main_id', 'closed_at', 'closed_by_id', 'lead_id', 'application_id',
        'household_id'];
    kept text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'registered' OR NEW.handler_id IS NOT NULL OR NEW.closed_at IS NOT NULL THEN
            RAISE EXCEPTION 'a petition begins as registered'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'petition_begins';
        END IF;
    ELSE
        kept := CASE
            WHEN TG_OP = 'DELETE' THEN NULL
            WHEN NEW.state = OLD.state AND OLD.state IN ('closed', 'joined') THEN place
            WHEN NEW.state = OLD.state THEN place || told
            WHEN (OLD.state, NEW.state) IN (
                ('registered', 'accepted'), ('registered', 'assigned'), ('accepted', 'assigned'),
                ('reopened', 'assigned'), ('assigned', 'answered'), ('assigned', 'accepted'), ('answered', 'closed'),
                ('registered', 'transferred'), ('accepted', 'transferred'), ('assigned', 'transferred'),
                ('reopened', 'transferred'), ('transferred', 'accepted'), ('transferred', 'registered'),
                ('registered', 'joined'), ('accepted', 'joined'), ('assigned', 'joined'), ('reopened', 'joined'),
                ('answered', 'reopened'), ('closed', 'reopened')) THEN place || steps
        END;
        IF kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
            RAISE EXCEPTION 'a petition stays what was said and keeps to its way'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_keeps';
        END IF;
        IF OLD.state = 'transferred' AND NEW.state = 'accepted' AND NEW.union_id <> OLD.offered_to_id THEN
            RAISE EXCEPTION 'whoever was offered a petition takes it'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_taken_by_whom_it_was_offered';
        END IF;
    END IF;
    -- Each place as it is reached: where the accused got a post since, it must be able to leave.
    IF NEW.accused_union_id IS NOT NULL AND (
        (TG_OP = 'INSERT' OR NEW.union_id <> OLD.union_id)
        AND petition_is_near(NEW.accused_union_id, NEW.accused_id, NEW.union_id)
        OR (TG_OP = 'INSERT' OR NEW.offered_to_id IS DISTINCT FROM OLD.offered_to_id)
        AND petition_is_near(NEW.accused_union_id, NEW.accused_id, NEW.offered_to_id)
    ) THEN
        RAISE EXCEPTION 'a petition does not lie with whom it is about'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_away_from_accused';
    END IF;
    -- Each hand as it is laid on: who got a post at the accused unit since does not hold fast what they did before.
    IF (TG_OP = 'INSERT' OR NEW.handler_id IS DISTINCT FROM OLD.handler_id
        OR NEW.state = 'assigned' AND OLD.state <> 'assigned')
       AND petition_is_of(NEW.accused_union_id, NEW.accused_id, NEW.handler_id)
       OR (TG_OP = 'INSERT' OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id
        OR NEW.state = 'answered' AND OLD.state <> 'answered')
       AND petition_is_of(NEW.accused_union_id, NEW.accused_id, NEW.answered_by_id)
       OR NEW.created_by_id = NEW.accused_id
    THEN
        RAISE EXCEPTION 'whom a petition is about does not handle it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_handled_by_others';
    END IF;
    IF NEW.state = 'answered' AND (TG_OP = 'INSERT' OR OLD.state <> 'answered') AND (
        NEW.answered_by_id = NEW.handler_id
        OR EXISTS (
            SELECT FROM petitions_cohandler h
             WHERE h.petition_id = NEW.id
               AND (h.user_id = NEW.answered_by_id
                    OR coalesce(stands_in_for(NEW.answered_by_id, h.user_id, NEW.answered_at), false)))
        OR coalesce(stands_in_for(NEW.answered_by_id, NEW.handler_id, NEW.answered_at), false)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION 'a petition is answered by who handles it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_answered_by_handler';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER petitions_petition_keeps BEFORE INSERT OR UPDATE OR DELETE ON petitions_petition
    FOR EACH ROW EXECUTE FUNCTION petitions_petition_keeps();
CREATE TRIGGER petitions_petition_no_truncate BEFORE TRUNCATE ON petitions_petition
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Helpers and steps: nobody of the accused unit; the word that it was taken in may be theirs, if not the accused's own.
CREATE FUNCTION petitions_part_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := to_jsonb(NEW);
    owner petitions_petition;
    is_first boolean := coalesce(said ->> 'action', '') = 'record';
BEGIN
    SELECT * INTO owner FROM petitions_petition WHERE id = NEW.petition_id;
    IF owner.accused_union_id IS NOT NULL AND (
        petition_is_of(owner.accused_union_id, owner.accused_id, (said ->> 'user_id')::bigint)
        OR NOT is_first AND (
            petition_is_of(owner.accused_union_id, owner.accused_id, (said ->> 'by_id')::bigint)
            OR petition_is_of(owner.accused_union_id, owner.accused_id, (said ->> 'stood_in_for_id')::bigint))
        OR owner.accused_id IN ((said ->> 'by_id')::bigint, (said ->> 'stood_in_for_id')::bigint)
    ) THEN
        RAISE EXCEPTION 'whom a petition is about has no hand in it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'petition_handled_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER petitions_cohandler_apart BEFORE INSERT ON petitions_cohandler
    FOR EACH ROW EXECUTE FUNCTION petitions_part_apart();
CREATE TRIGGER petitions_petitionstep_apart BEFORE INSERT ON petitions_petitionstep
    FOR EACH ROW EXECUTE FUNCTION petitions_part_apart();
