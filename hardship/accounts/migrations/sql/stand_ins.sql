-- Somebody who stands in (accounts_standin) may do what the holder of the post may, on these days and no other.
-- Refuses: days outside of the post, the holder as their own stand-in, a role that excludes one that the stand-in
-- holds or does for others (states.EXCLUSIONS), a row that is deleted or rewritten but for its early end. Why: by
-- standing in, one hand would hold what two must, and a decision must show who could take it that day.
-- Test: tests/accounts/test_stand_ins.py.

CREATE FUNCTION stand_in_compatible() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    post accounts_appointment%ROWTYPE;
    held text;
BEGIN
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    SELECT * INTO post FROM accounts_appointment WHERE id = NEW.appointment_id;
    IF post.user_id = NEW.user_id OR post.revoked_at IS NOT NULL OR post.second = 'waiting'
       OR NEW.from_on < post.from_on OR NEW.until_on > coalesce(post.until_on, 'infinity') THEN
        RAISE EXCEPTION 'a stand-in is somebody else, within the days of the post'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_within_post';
    END IF;
    SELECT other.role INTO held
      FROM posts_of(NEW.user_id) other
      JOIN accounts_roleexclusion pair
        ON (pair.one, pair.other) IN ((other.role, post.role), (post.role, other.role))
     WHERE other.stand_in_id IS DISTINCT FROM NEW.id
       AND (pair.is_everywhere OR other.union_id = post.union_id)
       AND other.from_on <= NEW.until_on AND NEW.from_on <= coalesce(other.until_on, 'infinity')
     LIMIT 1;
    IF held IS NOT NULL THEN
        RAISE EXCEPTION 'standing in as % excludes %', post.role, held
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_compatible';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stand_in_compatible BEFORE INSERT ON accounts_standin
    FOR EACH ROW EXECUTE FUNCTION stand_in_compatible();

CREATE FUNCTION stand_in_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL
           AND (NEW.user_id, NEW.appointment_id, NEW.from_on, NEW.until_on, NEW.reason, NEW.made_at, NEW.made_by_id)
               IS NOT DISTINCT FROM
               (OLD.user_id, OLD.appointment_id, OLD.from_on, OLD.until_on, OLD.reason, OLD.made_at, OLD.made_by_id)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a stand-in is history' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stand_in_stays BEFORE UPDATE OR DELETE ON accounts_standin
    FOR EACH ROW EXECUTE FUNCTION stand_in_stays();

-- Whether somebody could act for a holder at a moment, who held the post then: rooms ask it of every trace that names both.
CREATE FUNCTION stands_in_for(person bigint, holder bigint, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_standin stand_in JOIN accounts_appointment post ON post.id = stand_in.appointment_id
         WHERE stand_in.user_id = person AND post.user_id = holder
           AND (stand_in.ended_at IS NULL OR stand_in.ended_at >= moment)
           AND (post.revoked_at IS NULL OR post.revoked_at >= moment)
           AND (moment AT TIME ZONE 'Asia/Shanghai')::date BETWEEN stand_in.from_on AND stand_in.until_on
           AND (moment AT TIME ZONE 'Asia/Shanghai')::date <= coalesce(post.until_on, 'infinity')
    )
$$;
