-- What happened to an employer: not before it was founded; in a year no more people are laid off than it employed in
-- that year or the year before, whichever is more (a headcount of the year's end no longer has those who left); an
-- event is taken back, never changed or deleted.
-- The employer's row is locked, so that two writers cannot both stay below the headcount.
-- Test: tests/cases/employers/test_employers.py.

CREATE FUNCTION employer_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['employer_id', 'removed_at', 'removed_by_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
        IF to_jsonb(NEW) - free = to_jsonb(OLD) - free AND OLD.removed_at IS NULL THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'an event of an employer is only taken back' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER employers_employerevent_kept BEFORE UPDATE OR DELETE ON employers_employerevent
    FOR EACH ROW EXECUTE FUNCTION employer_event_kept();
CREATE TRIGGER employers_employerevent_no_emptying BEFORE TRUNCATE ON employers_employerevent
    FOR EACH STATEMENT EXECUTE FUNCTION employer_event_kept();

CREATE FUNCTION employer_is_consistent(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    founded date;
BEGIN
    SELECT founded_on INTO founded FROM employers_employer WHERE id = asked FOR UPDATE;
    IF EXISTS (
        SELECT FROM employers_employerevent e
         WHERE e.employer_id = asked AND e.removed_at IS NULL AND e."on" < founded
    ) THEN
        RAISE EXCEPTION 'an event before the founding'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employer_event_after_founding';
    END IF;
    IF EXISTS (
        SELECT FROM (
            SELECT extract(year FROM e."on") AS year, sum(e.persons) AS persons
              FROM employers_employerevent e
             WHERE e.employer_id = asked AND e.removed_at IS NULL AND e.kind = 'layoff' GROUP BY 1
        ) off WHERE off.persons > coalesce((
            SELECT max(y.headcount) FROM employers_employeryear y
             WHERE y.employer_id = asked AND y.year IN (off.year, off.year - 1)
        ), 0)
    ) THEN
        RAISE EXCEPTION 'more laid off than employed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employer_layoffs_within_headcount';
    END IF;
END $$;

CREATE FUNCTION employer_consistent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM employer_is_consistent(OLD.employer_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM employer_is_consistent(NEW.employer_id); END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER employers_employerevent_consistent AFTER INSERT OR UPDATE ON employers_employerevent
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION employer_consistent();
CREATE CONSTRAINT TRIGGER employers_employeryear_consistent AFTER INSERT OR UPDATE OR DELETE ON employers_employeryear
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION employer_consistent();

CREATE FUNCTION employer_founding_consistent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM employer_is_consistent(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER employers_employer_founding_consistent AFTER UPDATE OF founded_on ON employers_employer
    FOR EACH ROW WHEN (OLD.founded_on IS DISTINCT FROM NEW.founded_on) EXECUTE FUNCTION employer_founding_consistent();
