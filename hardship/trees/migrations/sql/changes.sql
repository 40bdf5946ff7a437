-- 工会变更 (trees_unionchange): what was planned, who confirmed it, when it was done.
-- Refuses: a row that is deleted, one that is rewritten or leaves its way (planned, confirmed, done), one that is done
-- before its day, a confirmation by whoever planned it (a check of the table). Why: by such a row files, people and
-- posts go to another union; the auditor asks who decided that, and on which paper. Test: tests/trees/test_changes.py.

CREATE FUNCTION union_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- nothing but the ancestors: the union hangs elsewhere (scope.sql)
        IF to_jsonb(NEW) - ARRAY['province_id', 'city_id', 'county_id', 'township_id']
           = to_jsonb(OLD) - ARRAY['province_id', 'city_id', 'county_id', 'township_id'] THEN
            RETURN NEW;
        END IF;
        IF (NEW.id, NEW.uid, NEW.union_id, NEW.kind, NEW.target_id, NEW.on, NEW.name, NEW.short_name, NEW.code,
            NEW.document, NEW.reason, NEW.chosen, NEW.planned_at, NEW.planned_by_id)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.uid, OLD.union_id, OLD.kind, OLD.target_id, OLD.on, OLD.name, OLD.short_name, OLD.code,
            OLD.document, OLD.reason, OLD.chosen, OLD.planned_at, OLD.planned_by_id)
           AND (OLD.state, NEW.state) IN (('planned', 'planned'), ('planned', 'confirmed'), ('planned', 'declined'),
                ('planned', 'withdrawn'), ('confirmed', 'confirmed'), ('confirmed', 'withdrawn'), ('confirmed', 'done'))
           AND (OLD.decided_by_id IS NULL OR (NEW.decided_by_id, NEW.decided_at) = (OLD.decided_by_id, OLD.decided_at))
           AND (NEW.state <> 'done' OR NEW.on <= hardship_today())
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a change of a union keeps to its way'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'union_change_stays';
END $$;
CREATE TRIGGER union_change_stays BEFORE UPDATE OR DELETE ON trees_unionchange
    FOR EACH ROW EXECUTE FUNCTION union_change_stays();
