-- A programme that is stopped (停办) is stopped, and goes on, by two people: whoever agrees is not who asked, nor do they
-- stand in for them. A stop moves by a step that was recorded before it in the same table; what it says stays.
-- Why: a programme that one person closes or opens alone turns families away, or lets them in, without a decision.
-- Test: tests/cases/policies/test_halts.py.

CREATE FUNCTION policies_is_halted(programme bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM policies_halt halt JOIN policies_programme p ON p.union_id = halt.union_id AND p.code = halt.code
         WHERE p.id = programme AND halt.state IN ('halted', 'lifting')
    )
$$;

CREATE FUNCTION policies_guard_halt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step policies_haltstep;
BEGIN
    IF TG_OP = 'DELETE' OR TG_LEVEL = 'STATEMENT' THEN
        RAISE EXCEPTION 'a stop is never deleted' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_keeps';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' OR NOT EXISTS (
            SELECT FROM policies_programme WHERE id = NEW.programme_id AND union_id = NEW.union_id AND code = NEW.code
        ) THEN
            RAISE EXCEPTION 'a stop is asked for, of a programme of its union'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_begins_asked';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.union_id, NEW.programme_id, NEW.code, NEW.name)
        IS DISTINCT FROM (OLD.union_id, OLD.programme_id, OLD.code, OLD.name) THEN
        RAISE EXCEPTION 'a stop stays what it is of' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_keeps';
    END IF;
    IF NEW.state <> OLD.state THEN
        SELECT * INTO step FROM policies_haltstep WHERE halt_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state OR (OLD.state, NEW.state) NOT IN (
            ('asked', 'halted'), ('asked', 'declined'), ('halted', 'lifting'), ('lifting', 'lifted'), ('lifting', 'halted')
        ) THEN
            RAISE EXCEPTION 'stop % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_moves_by_steps';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_halt_guard BEFORE INSERT OR UPDATE OR DELETE ON policies_halt
    FOR EACH ROW EXECUTE FUNCTION policies_guard_halt();
CREATE TRIGGER policies_halt_no_truncate BEFORE TRUNCATE ON policies_halt
    FOR EACH STATEMENT EXECUTE FUNCTION policies_guard_halt();

CREATE FUNCTION policies_guard_halt_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    halt policies_halt;
    asked policies_haltstep;
BEGIN
    SELECT * INTO halt FROM policies_halt WHERE id = NEW.halt_id FOR NO KEY UPDATE;
    IF NEW.source <> halt.state OR (NEW.action = 'ask') <> (NEW.source = NEW.target) OR NEW.by_id IS NULL THEN
        RAISE EXCEPTION 'a step begins where the stop is, and somebody takes it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_step_from_where_it_is';
    END IF;
    IF NEW.stood_in_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_step_by_who_stands_in';
    END IF;
    IF NEW.target IN ('halted', 'lifted') AND NEW.action <> 'keep' THEN
        SELECT * INTO asked FROM policies_haltstep
         WHERE halt_id = NEW.halt_id AND action = CASE NEW.target WHEN 'halted' THEN 'ask' ELSE 'ask_lift' END
         ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR asked.by_id IN (NEW.by_id, NEW.stood_in_for_id)
            OR asked.stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id) THEN
            RAISE EXCEPTION 'nobody agrees to what they asked for'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_step_by_another';
        END IF;
    END IF;
    IF NEW.action = 'keep' AND NEW.source <> 'lifting' THEN
        RAISE EXCEPTION 'what goes on being stopped was to be lifted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'halt_step_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_haltstep_guard BEFORE INSERT ON policies_haltstep
    FOR EACH ROW EXECUTE FUNCTION policies_guard_halt_step();
