-- Who holds which role where (accounts_appointment) is what every permission follows from.
-- Refuses: a role that excludes one held at the same time (states.EXCLUSIONS), a row that is deleted or rewritten,
-- whatever came after it was taken back, a second person who is asked twice or passed over (states.POWER). Why: one hand for making and approving, or for cash and accounts, is the
-- weakness that auditors look for first (会计基础工作规范 Art. 12), and history must show who could do what.
-- Test: tests/accounts/test_appointments.py, test_seconds.py.

INSERT INTO accounts_roleexclusion (one, other, is_everywhere) VALUES
    ('finance', 'cashier', false),
    ('finance', 'department', false),
    ('finance', 'reviewer', false),
    ('finance', 'approver', false),
    ('cashier', 'department', false),
    ('cashier', 'reviewer', false),
    ('cashier', 'approver', false),
    ('clerk', 'approver', false),
    ('auditor', 'clerk', true),
    ('auditor', 'department', true),
    ('auditor', 'reviewer', true),
    ('auditor', 'approver', true),
    ('auditor', 'finance', true),
    ('auditor', 'cashier', true),
    ('auditor', 'administrator', true),
    ('administrator', 'clerk', true),
    ('administrator', 'department', true),
    ('administrator', 'reviewer', true),
    ('administrator', 'approver', true),
    ('administrator', 'finance', true),
    ('administrator', 'cashier', true);

-- What somebody holds and, by stand-in (代办), does for others: each from its first day to its last.
CREATE FUNCTION posts_of(person bigint) RETURNS TABLE (
    appointment_id bigint, stand_in_id bigint, union_id bigint, role varchar, from_on date, until_on date
) LANGUAGE sql STABLE AS $$
    SELECT id, NULL::bigint, union_id, role, from_on, until_on
      FROM accounts_appointment WHERE user_id = person AND revoked_at IS NULL
    UNION ALL
    SELECT NULL::bigint, stand_in.id, post.union_id, post.role, stand_in.from_on, stand_in.until_on
      FROM accounts_standin stand_in JOIN accounts_appointment post ON post.id = stand_in.appointment_id
     WHERE stand_in.user_id = person AND stand_in.ended_at IS NULL AND post.revoked_at IS NULL
$$;

-- The person's row is locked first: of two appointments at the same moment the second sees the first.
CREATE FUNCTION appointment_compatible() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    IF NEW.revoked_at IS NOT NULL THEN RETURN NEW; END IF;
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    SELECT other.role INTO held
      FROM posts_of(NEW.user_id) other
      JOIN accounts_roleexclusion pair
        ON (pair.one, pair.other) IN ((other.role, NEW.role), (NEW.role, other.role))
     WHERE other.appointment_id IS DISTINCT FROM NEW.id
       AND (pair.is_everywhere OR other.union_id = NEW.union_id)
       AND other.from_on <= coalesce(NEW.until_on, 'infinity')
       AND NEW.from_on <= coalesce(other.until_on, 'infinity')
     LIMIT 1;
    IF held IS NOT NULL THEN
        RAISE EXCEPTION 'appointment as % excludes %', NEW.role, held
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_compatible';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_compatible BEFORE INSERT OR UPDATE ON accounts_appointment
    FOR EACH ROW EXECUTE FUNCTION appointment_compatible();

-- Where two administrators give a post, it begins as waiting, as alone or as carried over, and only a second person moves
-- it on, once; who that may be is a constraint of the table (models/seconds.py). Its last day never moves back: to prolong
-- such a post is to appoint anew.
CREATE FUNCTION appointment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.second IN ('given', 'refused') THEN
            RAISE EXCEPTION 'no appointment begins as confirmed'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appointment_waits_first';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF ROW(NEW.second, NEW.seconded_at, NEW.seconded_by_id, NEW.seconded_for_id, NEW.second_reason)
           IS DISTINCT FROM ROW(OLD.second, OLD.seconded_at, OLD.seconded_by_id, OLD.seconded_for_id, OLD.second_reason)
           AND NOT (OLD.second = 'waiting' AND NEW.second IN ('given', 'refused')) THEN
            RAISE EXCEPTION 'what a second person said of appointment % stays', OLD.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appointment_seconded_once';
        END IF;
        IF OLD.role IN ('reviewer', 'approver', 'finance', 'administrator')
           AND coalesce(NEW.until_on, 'infinity') > coalesce(OLD.until_on, 'infinity') THEN
            RAISE EXCEPTION 'appointment % is prolonged by a new one', OLD.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appointment_prolonged_anew';
        END IF;
        IF OLD.revoked_at IS NULL
           AND (NEW.user_id, NEW.union_id, NEW.role, NEW.from_on, NEW.document, NEW.appointed_at, NEW.appointed_by_id,
                NEW.appointed_for_id)
               IS NOT DISTINCT FROM
               (OLD.user_id, OLD.union_id, OLD.role, OLD.from_on, OLD.document, OLD.appointed_at, OLD.appointed_by_id,
                OLD.appointed_for_id)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'an appointment is history' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appointment_stays BEFORE INSERT OR UPDATE OR DELETE ON accounts_appointment
    FOR EACH ROW EXECUTE FUNCTION appointment_stays();
