-- A line says for ever what was printed of it, and what left its notice does not come back (requirement B4).
-- Test: tests/cases/notices/test_guards.py.

CREATE FUNCTION notices_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the line % stays on record', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_entry_stays';
    END IF;
    IF ROW(NEW.notice_id, NEW.source, NEW.round, NEW.union_id, NEW.number, NEW.name, NEW.unit, NEW.programme,
           NEW.amount, NEW.category, NEW.reason_shown, NEW.goods, NEW.content_hash)
       IS DISTINCT FROM
       ROW(OLD.notice_id, OLD.source, OLD.round, OLD.union_id, OLD.number, OLD.name, OLD.unit, OLD.programme,
           OLD.amount, OLD.category, OLD.reason_shown, OLD.goods, OLD.content_hash) THEN
        RAISE EXCEPTION 'the line % stays as it was published', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_entry_stays_as_published';
    END IF;
    IF OLD.state <> 'on' AND ROW(NEW.state, NEW.closed_at, NEW.closed_by_id, NEW.reason)
       IS DISTINCT FROM ROW(OLD.state, OLD.closed_at, OLD.closed_by_id, OLD.reason) THEN
        RAISE EXCEPTION 'the line % has left its notice', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notice_entry_leaves_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_noticeentry_guard BEFORE UPDATE OR DELETE ON notices_noticeentry
    FOR EACH ROW EXECUTE FUNCTION notices_guard_entry();
