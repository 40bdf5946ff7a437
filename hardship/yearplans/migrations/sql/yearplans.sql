-- 年度工作安排 (yearplans_yearentry): what a union has put down for a year and what came of it.
-- Refuses: a matter that is deleted, one that changes after it has ended (but for the union, which moves with the
-- tree), another maker or origin. Why: at the end of the year it is read what was done of what was put down.
-- Test: tests/yearplans/test_yearplans.py.

CREATE FUNCTION year_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
    RAISE EXCEPTION 'a matter of the year that has ended stays as it is, and none is deleted'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'year_entry_stays';
END $$;
CREATE TRIGGER year_entry_stays BEFORE UPDATE OR DELETE ON yearplans_yearentry
    FOR EACH ROW EXECUTE FUNCTION year_entry_stays();
