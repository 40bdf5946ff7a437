-- A home visit is recorded once, whole, by at least two people, and stays; its documents are of its own file and are
-- not removed (docs/adr; domain.md 2.3: at least two visitors).
-- Test: tests/cases/visits/test_visits.py.

CREATE FUNCTION visit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved text[] := ARRAY['union_id', 'province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
        IF to_jsonb(NEW) - moved = to_jsonb(OLD) - moved THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER visits_homevisit_kept BEFORE UPDATE OR DELETE ON visits_homevisit
    FOR EACH ROW EXECUTE FUNCTION visit_keeps();
CREATE TRIGGER visits_homevisit_no_truncate BEFORE TRUNCATE ON visits_homevisit
    FOR EACH STATEMENT EXECUTE FUNCTION visit_keeps();

CREATE FUNCTION visit_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_homevisit_begins BEFORE INSERT ON visits_homevisit
    FOR EACH ROW EXECUTE FUNCTION visit_begins();
CREATE FUNCTION visit_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(DISTINCT btrim(name)) FROM visits_visitor WHERE visit_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'a visit is made by at least two people'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_by_two';
    END IF;
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM visits_homevisit WHERE id = NEW.corrects_id AND household_id = NEW.household_id
    ) THEN
        RAISE EXCEPTION 'a visit corrects one of the same file'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_corrects_its_own';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER visits_homevisit_whole AFTER INSERT ON visits_homevisit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION visit_is_whole();

CREATE FUNCTION visit_takes_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM visits_homevisit
         WHERE id = NEW.visit_id AND xact = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'a recorded visit takes nothing more'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'visit_recorded_at_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_visitor_together BEFORE INSERT ON visits_visitor
    FOR EACH ROW EXECUTE FUNCTION visit_takes_part();
CREATE TRIGGER visits_visitanswer_together BEFORE INSERT ON visits_visitanswer
    FOR EACH ROW EXECUTE FUNCTION visit_takes_part();
CREATE TRIGGER visits_visitdocument_together BEFORE INSERT ON visits_visitdocument
    FOR EACH ROW EXECUTE FUNCTION visit_takes_part();

CREATE FUNCTION visit_document_of_its_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM visits_homevisit v JOIN archives_evidence e ON e.household_id = v.household_id
         WHERE v.id = NEW.visit_id AND e.id = NEW.evidence_id
    ) THEN
        RAISE EXCEPTION 'the document is of another file'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_document_of_its_file';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_visitdocument_of_its_file BEFORE INSERT ON visits_visitdocument
    FOR EACH ROW EXECUTE FUNCTION visit_document_of_its_file();
CREATE FUNCTION visit_keeps_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM visits_visitdocument WHERE evidence_id = OLD.id) THEN
        RAISE EXCEPTION 'the document belongs to a home visit'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'visit_keeps_document';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_evidence_of_visit_kept BEFORE UPDATE OF removed_at, household_id, file, sha256
    ON archives_evidence FOR EACH ROW
    WHEN ((OLD.removed_at, OLD.household_id, OLD.file, OLD.sha256)
          IS DISTINCT FROM (NEW.removed_at, NEW.household_id, NEW.file, NEW.sha256))
    EXECUTE FUNCTION visit_keeps_document();
