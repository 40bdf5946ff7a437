-- A policy goes from draft to force by two people; what was in force keeps its text and dates, nothing is deleted.
-- Test: tests/cases/policies/test_policies.py.

CREATE FUNCTION policy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_LEVEL = 'STATEMENT' THEN
        RAISE EXCEPTION 'a policy is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a policy begins as a draft' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.uid, NEW.number, NEW.union_id) IS DISTINCT FROM (OLD.uid, OLD.number, OLD.union_id)
       OR NEW.predecessor_id IS DISTINCT FROM OLD.predecessor_id THEN
        RAISE EXCEPTION 'a policy stays what version of whose it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' AND
       (NEW.name, NEW.document_no, NEW.text, NEW.content_hash, NEW.grace_months, NEW.has_categories, NEW.has_routes, NEW.revision, NEW.source_file, NEW.source_name,
        NEW.source_media_type, NEW.source_size, NEW.source_sha256, NEW.written_at)
       IS DISTINCT FROM
       (OLD.name, OLD.document_no, OLD.text, OLD.content_hash, OLD.grace_months, OLD.has_categories, OLD.has_routes, OLD.revision, OLD.source_file, OLD.source_name,
        OLD.source_media_type, OLD.source_size, OLD.source_sha256, OLD.written_at)
       OR OLD.state <> 'draft' AND NEW.written_by_id IS DISTINCT FROM OLD.written_by_id THEN
        RAISE EXCEPTION 'only a draft is written on' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'checked'), ('draft', 'discarded'), ('checked', 'draft'), ('checked', 'discarded'),
        ('checked', 'in_force'), ('in_force', 'superseded')
    ) THEN
        RAISE EXCEPTION 'a policy does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'checked' AND EXISTS (
        SELECT FROM policies_policystep
         WHERE policy_id = NEW.id AND action = 'write'
           AND (by_id IN (NEW.checked_by_id, NEW.checked_for_id)
                OR stood_in_for_id IN (NEW.checked_by_id, NEW.checked_for_id))
    ) THEN
        RAISE EXCEPTION 'nobody checks what they wrote' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.checked_for_id IS NOT NULL AND NEW.checked_for_id IS DISTINCT FROM OLD.checked_for_id
       AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('in_force', 'superseded') AND (
        (NEW.checked_at, lower(NEW.effective)) IS DISTINCT FROM (OLD.checked_at, lower(OLD.effective))
        OR NEW.checked_by_id IS DISTINCT FROM OLD.checked_by_id
        OR (OLD.state = NEW.state AND NEW.effective IS DISTINCT FROM OLD.effective)
    ) THEN
        RAISE EXCEPTION 'a policy that was in force keeps its dates' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_policy_guard BEFORE INSERT OR UPDATE OR DELETE ON policies_policy
    FOR EACH ROW EXECUTE FUNCTION policy_guard();
CREATE TRIGGER policies_policy_no_truncate BEFORE TRUNCATE ON policies_policy
    FOR EACH STATEMENT EXECUTE FUNCTION policy_guard();

-- A programme is of a policy that was published, and of the union that published it.
CREATE FUNCTION programme_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM policies_policy
         WHERE id = NEW.policy_id AND union_id = NEW.union_id AND state IN ('in_force', 'superseded')
    ) THEN
        RAISE EXCEPTION 'programme % is of no published policy of its union', NEW.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'programme_of_published';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_programme_of_published BEFORE INSERT ON policies_programme
    FOR EACH ROW EXECUTE FUNCTION programme_of_published();
