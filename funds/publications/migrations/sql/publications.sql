-- A publication (使用公开): a version begins as a draft with the next number of its union and period, at the address of
-- the versions before it and with a reason where there are some; its hash is that of its figures; it keeps to its way,
-- and what was checked and published stays what it was. That other people took, checked and published it is a check of
-- the table.
-- Why: what the workers read must be what was decided, and a correction must not wipe out what it corrects.
-- Test: tests/funds/publications/test_around_python.py.

CREATE FUNCTION publications_publication_begin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    earlier bigint;
    address text;
BEGIN
    SELECT count(*), max(token) INTO earlier, address FROM publications_publication
    WHERE union_id = NEW.union_id AND year = NEW.year AND quarter = NEW.quarter
      AND state IN ('published', 'replaced', 'taken_down');
    IF NEW.state <> 'draft' OR NEW.version <> earlier + 1 OR NEW.checked_by_id IS NOT NULL
       OR earlier > 0 AND (NEW.token <> address OR NEW.reason = '')
    THEN
        RAISE EXCEPTION 'a publication begins as the next draft of its period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_begins';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publications_publication_begin BEFORE INSERT ON publications_publication
    FOR EACH ROW EXECUTE FUNCTION publications_publication_begin();

CREATE FUNCTION publications_publication_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    taking text[] := ancestors || ARRAY['figures', 'sha256', 'made_at', 'made_by_id', 'made_for_id', 'opinion'];
    checking text[] := ancestors || ARRAY['state', 'checked_at', 'checked_by_id', 'checked_for_id', 'opinion'];
    publishing text[] := ancestors || ARRAY[
        'state', 'published_at', 'published_by_id', 'published_for_id', 'decision_no', 'opinion'];
    ending text[] := ancestors || ARRAY['state', 'ended_at', 'ended_by_id', 'opinion'];
    kept text[] := CASE
        WHEN NEW.state = OLD.state AND OLD.state = 'draft' THEN taking
        WHEN NEW.state = OLD.state THEN ancestors
        WHEN (OLD.state, NEW.state) IN (('draft', 'checked'), ('checked', 'draft')) THEN checking
        WHEN (OLD.state, NEW.state) = ('checked', 'published') THEN publishing
        WHEN (OLD.state, NEW.state) IN (
            ('published', 'replaced'), ('published', 'taken_down'), ('draft', 'dropped')) THEN ending
    END;
BEGIN
    IF TG_OP = 'DELETE' OR kept IS NULL OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'a publication stays what it was'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'publication_keeps';
    END IF;
    IF NEW.state = 'replaced' AND OLD.state = 'published' AND NOT EXISTS (
        SELECT FROM publications_publication
        WHERE union_id = NEW.union_id AND year = NEW.year AND quarter = NEW.quarter
          AND version = NEW.version + 1 AND state = 'checked'
    ) THEN
        RAISE EXCEPTION 'a publication is replaced by a corrected version'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'publication_replaced_by_next';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publications_publication_keeps BEFORE UPDATE OR DELETE ON publications_publication
    FOR EACH ROW EXECUTE FUNCTION publications_publication_keeps();
CREATE TRIGGER publications_publication_no_truncate BEFORE TRUNCATE ON publications_publication
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION publications_publication_hands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256(convert_to(NEW.figures, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the hash is not that of the figures'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publication_hash_of_figures';
    END IF;
    IF NEW.made_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.made_by_id, NEW.made_for_id, NEW.made_at), false)
       OR NEW.checked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false)
       OR NEW.published_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.published_by_id, NEW.published_for_id, NEW.published_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'publication_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publications_publication_hands BEFORE INSERT OR UPDATE ON publications_publication
    FOR EACH ROW EXECUTE FUNCTION publications_publication_hands();
