-- 年度工作安排 (yearplans_yearentry): what a union has put down for a year and what came of it.
-- Refuses: a matter that begins ended or is deleted, whoever stands in unasked (代办), one that changes after it has
-- ended (but for the union, which moves with the tree), another maker or origin. Why: at the end of the year it is
-- read what was done of what was put down.
-- Test: tests/yearplans/test_yearplans.py.

CREATE FUNCTION year_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.ended_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.ended_by_id, NEW.ended_for_id, NEW.ended_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'year_entry_by_who_stands_in';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state = 'planned' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.uid, NEW.origin, NEW.made_at, NEW.made_by_id)
           IS NOT DISTINCT FROM (OLD.id, OLD.uid, OLD.origin, OLD.made_at, OLD.made_by_id)
           AND (OLD.state = 'planned'
                OR (NEW.title, NEW.begins_on, NEW.ends_on, NEW.responsible_id, NEW.place, NEW.note, NEW.state,
                    NEW.ended_at, NEW.ended_by_id, NEW.ended_for_id, NEW.result)
                   IS NOT DISTINCT FROM
                   (OLD.title, OLD.begins_on, OLD.ends_on, OLD.responsible_id, OLD.place, OLD.note, OLD.state,
                    OLD.ended_at, OLD.ended_by_id, OLD.ended_for_id, OLD.result))
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a matter of the year is planned first, stays as it is once it has ended, and none is deleted'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'year_entry_stays';
END $$;
CREATE TRIGGER year_entry_stays BEFORE INSERT OR UPDATE OR DELETE ON yearplans_yearentry
    FOR EACH ROW EXECUTE FUNCTION year_entry_stays();
