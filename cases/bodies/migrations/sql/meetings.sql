-- What a body decided together: a meeting is held when more than half of its members came; its minutes are settled
-- when every matter has a decision, which of those not withdrawn (回避) more than half were there for, no more voted
-- than were there, and the decision is what the vote gives by the rule of the body or says why not; afterwards
-- nothing of the meeting changes but its ancestors (when a union is hung elsewhere), and nothing is ever deleted.
-- Test: tests/cases/bodies/test_meetings.py.

CREATE FUNCTION meeting_carried(majority text, votes_for bigint, present bigint, entitled bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE majority
        WHEN 'two_thirds' THEN 3 * votes_for >= 2 * present
        WHEN 'present' THEN 2 * votes_for > present
        ELSE 2 * votes_for > entitled
    END
$$;

CREATE FUNCTION meeting_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a meeting is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('minuted', 'cancelled') AND to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'settled minutes do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'held' AND OLD.state <> 'held' AND (
        SELECT 2 * count(*) FILTER (WHERE presence = 'present') <= count(*) OR bool_or(presence = '')
          FROM bodies_attendance WHERE meeting_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'not more than half of the members came'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_has_quorum';
    END IF;
    IF NEW.state = 'minuted' AND OLD.state <> 'minuted' AND EXISTS (
        SELECT FROM bodies_agendaitem item
         WHERE item.meeting_id = NEW.id AND item.removed_at IS NULL AND (item.decision = '' OR (
            item.decision <> 'deferred' AND (
                SELECT 2 * count(*) FILTER (WHERE a.presence = 'present') <= count(*)
                  FROM bodies_attendance a
                 WHERE a.meeting_id = NEW.id AND NOT EXISTS (
                    SELECT FROM bodies_recusal r WHERE r.item_id = item.id AND r.member_id = a.member_id))))
    ) THEN
        RAISE EXCEPTION 'a matter has no decision, or was decided by too few'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_matters_decided';
    END IF;
    IF NEW.state = 'minuted' AND OLD.state <> 'minuted' AND EXISTS (
        SELECT FROM bodies_agendaitem item
         CROSS JOIN LATERAL (
            SELECT count(*) AS entitled, count(*) FILTER (WHERE a.presence = 'present') AS present
              FROM bodies_attendance a
             WHERE a.meeting_id = NEW.id AND NOT EXISTS (
                SELECT FROM bodies_recusal r WHERE r.item_id = item.id AND r.member_id = a.member_id)) there
         WHERE item.meeting_id = NEW.id AND item.removed_at IS NULL AND item.votes_for IS NOT NULL AND (
            item.votes_for + item.votes_against + item.votes_abstained > there.present
            OR item.decision <> 'deferred' AND item.departure = '' AND (item.decision = 'agreed')
               <> meeting_carried(NEW.majority, item.votes_for, there.present, there.entitled))
    ) THEN
        RAISE EXCEPTION 'more voted than were there, or a matter was decided against its vote'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_matters_voted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bodies_meeting_kept BEFORE UPDATE OR DELETE ON bodies_meeting
    FOR EACH ROW EXECUTE FUNCTION meeting_kept();

-- The rows of a meeting: none is added, changed or taken away once it is settled, or deleted at any time. The
-- meeting's row is locked, so that nobody adds a matter while another one settles the minutes. What was put before
-- the meeting, and in which version, stays.
CREATE FUNCTION meeting_part_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint;
    found text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a meeting is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_TABLE_NAME = 'bodies_recusal' THEN
        SELECT meeting_id INTO asked FROM bodies_agendaitem WHERE id = NEW.item_id;
    ELSE
        asked := NEW.meeting_id;
        IF TG_OP = 'UPDATE' AND NEW.meeting_id <> OLD.meeting_id THEN
            RAISE EXCEPTION 'a meeting is kept' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF TG_TABLE_NAME = 'bodies_agendaitem' AND TG_OP = 'UPDATE' THEN
        IF (NEW.kind, NEW.target_id, NEW.round, NEW.content_hash)
            IS DISTINCT FROM (OLD.kind, OLD.target_id, OLD.round, OLD.content_hash) THEN
            RAISE EXCEPTION 'what was put before a meeting stays'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'agenda_version_stays';
        END IF;
    END IF;
    SELECT state INTO found FROM bodies_meeting WHERE id = asked FOR NO KEY UPDATE;
    IF found NOT IN ('called', 'held') OR (TG_TABLE_NAME = 'bodies_attendance' AND found <> 'called') THEN
        RAISE EXCEPTION 'settled minutes do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bodies_attendance_kept BEFORE INSERT OR UPDATE OR DELETE ON bodies_attendance
    FOR EACH ROW EXECUTE FUNCTION meeting_part_kept();
CREATE TRIGGER bodies_agendaitem_kept BEFORE INSERT OR UPDATE OR DELETE ON bodies_agendaitem
    FOR EACH ROW EXECUTE FUNCTION meeting_part_kept();
CREATE TRIGGER bodies_recusal_kept BEFORE INSERT OR UPDATE OR DELETE ON bodies_recusal
    FOR EACH ROW EXECUTE FUNCTION meeting_part_kept();
