-- Published guides (公开的办事指南): each begins open, at the address of those before it of its union and programme, which no
-- other has; it ends once; what was stays. Nobody stands in without being asked to.
-- Why: the poster on the wall must lead to its own union for good, and who showed what to anybody must be told later.
-- Test: tests/cases/applications/test_published_guides.py.

CREATE FUNCTION applications_publishedguide_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'open' OR EXISTS (
        SELECT FROM applications_publishedguide
        WHERE (union_id = NEW.union_id AND code = NEW.code) <> (token = NEW.token)
    ) THEN
        RAISE EXCEPTION 'a guide is published at the address of its union and programme'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_guide_begins';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_publishedguide_begin BEFORE INSERT ON applications_publishedguide
    FOR EACH ROW EXECUTE FUNCTION applications_publishedguide_begin();

CREATE FUNCTION applications_publishedguide_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'] || CASE
        WHEN OLD.state = 'open' THEN ARRAY['state', 'ended_at', 'ended_by_id', 'ended_for_id'] ELSE ARRAY[]::text[] END;
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'that a guide was published stays what it was'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_guide_keeps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_publishedguide_keeps BEFORE UPDATE OR DELETE ON applications_publishedguide
    FOR EACH ROW EXECUTE FUNCTION applications_publishedguide_keeps();
CREATE TRIGGER applications_publishedguide_no_truncate BEFORE TRUNCATE ON applications_publishedguide
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION applications_publishedguide_hands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.opened_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.opened_by_id, NEW.opened_for_id, NEW.opened_at), false)
       OR NEW.ended_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.ended_by_id, NEW.ended_for_id, NEW.ended_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_guide_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_publishedguide_hands BEFORE INSERT OR UPDATE ON applications_publishedguide
    FOR EACH ROW EXECUTE FUNCTION applications_publishedguide_hands();

CREATE TRIGGER applications_publishedguide_closed_union BEFORE INSERT OR UPDATE OF union_id ON applications_publishedguide
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER applications_publishedguide_scope_fill BEFORE INSERT OR UPDATE OF union_id ON applications_publishedguide
    FOR EACH ROW EXECUTE FUNCTION scope_fill();
CREATE TRIGGER applications_publishedguide_scope_move AFTER UPDATE ON accounts_union FOR EACH ROW
    WHEN ((OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM (NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION scope_move('applications_publishedguide');
