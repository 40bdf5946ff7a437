-- A union that was closed (撤销) gets nothing new: no union below it, no person, no post; the rooms above hang the same
-- function on what is theirs (closed_union.sql). What is there stays, and may go elsewhere. Why: what lands in a union
-- where nobody works any more is lost, and its figures are those of the day on which it was closed.
-- Test: tests/accounts/test_closing.py.

-- FOR SHARE: whoever closes the union waits for us and counts what we add, or we wait and find it closed.
CREATE FUNCTION require_open_union(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    SELECT closed_on INTO closed FROM accounts_union WHERE id = wanted FOR SHARE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'union % is closed', wanted
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'union_is_closed';
    END IF;
END $$;

CREATE FUNCTION refuse_closed_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.union_id IS NOT DISTINCT FROM OLD.union_id THEN RETURN NEW; END IF;
    END IF;
    PERFORM require_open_union(NEW.union_id);
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_user_closed_union BEFORE INSERT OR UPDATE OF union_id ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER accounts_appointment_closed_union BEFORE INSERT ON accounts_appointment
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();

-- A union that was closed stays closed from that day: its figures end there.
CREATE FUNCTION union_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'union % stays closed', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'union_stays_closed';
END $$;
CREATE TRIGGER accounts_union_stays_closed BEFORE UPDATE OF closed_on ON accounts_union FOR EACH ROW
    WHEN (OLD.closed_on IS NOT NULL AND NEW.closed_on IS DISTINCT FROM OLD.closed_on)
    EXECUTE FUNCTION union_stays_closed();

CREATE FUNCTION refuse_closed_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.parent_id IS NOT DISTINCT FROM OLD.parent_id THEN RETURN NEW; END IF;
    END IF;
    PERFORM require_open_union(NEW.parent_id);
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_union_closed_parent BEFORE INSERT OR UPDATE OF parent_id ON accounts_union
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_parent();
