-- 见原件 (archives_evidence.original_at, original_by, original_for): who had the original of a document in hand, when.
-- Refuses: that it is taken back or said again by somebody else, or by whoever stands in unasked (代办).
-- Why: the list of documents of a case prints it for the archive. Test: tests/cases/archives/test_originals.py.

CREATE FUNCTION archives_original_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.original_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.original_by_id, NEW.original_for_id, NEW.original_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'archives_original_by_who_stands_in';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.original_at IS NOT NULL
       AND (NEW.original_at, NEW.original_by_id, NEW.original_for_id)
           IS DISTINCT FROM (OLD.original_at, OLD.original_by_id, OLD.original_for_id)
    THEN
        RAISE EXCEPTION 'whoever saw an original saw it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'archives_original_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_original_stays BEFORE INSERT OR UPDATE OF original_at, original_by_id, original_for_id
    ON archives_evidence FOR EACH ROW EXECUTE FUNCTION archives_original_stays();
