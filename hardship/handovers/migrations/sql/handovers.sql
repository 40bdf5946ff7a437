-- 工作移交 (handovers_handover and its items): who had what in hand, and from which moment.
-- Refuses: a row that is rewritten or deleted but for its one answer, a matter that is added after the answer, one
-- that moves without the receiver's answer or twice. Why: the list is what both sign, and an auditor asks of a matter
-- in whose hand it was. Test: tests/handovers/test_handovers.py.

CREATE FUNCTION handover_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        IF (NEW.id, NEW.uid, NEW.giver_id, NEW.to_id, NEW.reason, NEW.waiting, NEW.made_at, NEW.made_by_id)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.uid, OLD.giver_id, OLD.to_id, OLD.reason, OLD.waiting, OLD.made_at, OLD.made_by_id)
           AND (OLD.state = 'offered' AND NEW.union_id = OLD.union_id
                OR (NEW.state, NEW.answered_at, NEW.answered_by_id, NEW.note)
                   IS NOT DISTINCT FROM (OLD.state, OLD.answered_at, OLD.answered_by_id, OLD.note)
                   AND NEW.union_id = OLD.union_id)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a hand-over is history'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'handover_stays';
END $$;
CREATE TRIGGER handover_stays BEFORE UPDATE OR DELETE ON handovers_handover
    FOR EACH ROW EXECUTE FUNCTION handover_stays();

CREATE FUNCTION handover_item_moves_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT state INTO whole FROM handovers_handover WHERE id = NEW.handover_id;
        IF whole = 'offered' AND NOT NEW.is_moved THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT state INTO whole FROM handovers_handover WHERE id = OLD.handover_id;
        IF whole = 'received' AND NOT OLD.is_moved AND OLD.left = ''
           AND (NEW.id, NEW.handover_id, NEW.kind, NEW.key, NEW.name)
               IS NOT DISTINCT FROM (OLD.id, OLD.handover_id, OLD.kind, OLD.key, OLD.name)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a matter moves once, when the receiver confirms'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'handover_item_moves_once';
END $$;
CREATE TRIGGER handover_item_moves_once BEFORE INSERT OR UPDATE OR DELETE ON handovers_handoveritem
    FOR EACH ROW EXECUTE FUNCTION handover_item_moves_once();
