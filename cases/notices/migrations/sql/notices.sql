-- What a notice shows and how it hides a name stays as it began; its title until the first poster hangs.
-- A notice runs until the day that it was published for or a later one that is on record with its reason, counts from
-- the day of its publication, and does not begin again once it is over (requirement B4).
-- Test: tests/cases/notices/test_guards.py.

CREATE FUNCTION notices_guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.number, NEW.union_id, NEW.starts_on, NEW.days, NEW.in_workdays, NEW.topic, NEW.columns, NEW.mask)
       IS DISTINCT FROM ROW(OLD.number, OLD.union_id, OLD.starts_on, OLD.days, OLD.in_workdays, OLD.topic, OLD.columns,
                            OLD.mask) THEN
        RAISE EXCEPTION 'notice % stays as it was published', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_stays_as_published';
    END IF;
    IF NEW.title IS DISTINCT FROM OLD.title AND (OLD.is_closed OR OLD.state <> 'running') THEN
        RAISE EXCEPTION 'a poster with the title of notice % hangs', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_title_stays_once_it_hangs';
    END IF;
    IF NEW.ends_on IS DISTINCT FROM OLD.ends_on AND NOT EXISTS (
        SELECT FROM notices_endchange
         WHERE notice_id = NEW.id AND old_ends_on = OLD.ends_on AND new_ends_on = NEW.ends_on
           AND id = (SELECT max(id) FROM notices_endchange WHERE notice_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'the end of notice % moves with a reason on record, and never back', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_end_moves_by_a_change';
    END IF;
    IF NEW.state IS DISTINCT FROM OLD.state
       AND NOT (OLD.state = 'running' OR (OLD.state = 'concluded' AND NEW.state = 'taken_down')) THEN
        RAISE EXCEPTION 'notice % is over', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_is_over_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_publicnotice_guard BEFORE UPDATE ON notices_publicnotice
    FOR EACH ROW EXECUTE FUNCTION notices_guard_notice();

-- What was said of a board stays; only that it came down is added, once.
CREATE FUNCTION notices_guard_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.posted_on < (SELECT starts_on FROM notices_publicnotice WHERE id = NEW.notice_id) THEN
            RAISE EXCEPTION 'a poster hangs from the day of its publication on'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_board_not_before_its_notice';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.taken_down_on IS NOT NULL OR ROW(
        NEW.notice_id, NEW.place, NEW."where", NEW.posted_on, NEW.late_reason, NEW.put_up_by, NEW.seen_by,
        NEW.recorded_at, NEW.recorded_by_id
    ) IS DISTINCT FROM ROW(
        OLD.notice_id, OLD.place, OLD."where", OLD.posted_on, OLD.late_reason, OLD.put_up_by, OLD.seen_by,
        OLD.recorded_at, OLD.recorded_by_id
    ) THEN
        RAISE EXCEPTION 'board % stays as it was recorded', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_board_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_noticeboard_guard BEFORE INSERT OR UPDATE OR DELETE ON notices_noticeboard
    FOR EACH ROW EXECUTE FUNCTION notices_guard_board();
