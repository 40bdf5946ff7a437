-- Nobody decides on a case that they stay out of (archives_caserecusal), nor on one of their own family: an ID number in
-- the file is theirs; neither does whoever stands in for them. A recusal that was decided stays as it is.
-- Why: a decision by a relative is void for the family and the end of the union's good name.
-- Tests: tests/cases/archives/test_recusals.py.

CREATE FUNCTION stays_out(file bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM archives_caserecusal
         WHERE household_id = file AND declared_by_id = person AND state IN ('declared', 'accepted')
    ) OR EXISTS (
        SELECT FROM archives_member member JOIN accounts_user kin ON kin.id_number_index = member.id_number_index
         WHERE member.household_id = file AND member.removed_at IS NULL AND kin.id = person
    )
$$;

CREATE FUNCTION archives_guard_recusal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF stays_out(NEW.household_id, NEW.by_id) OR stays_out(NEW.household_id, NEW.stood_in_for_id) THEN
        RAISE EXCEPTION 'who stays out of a case does not decide on it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_by_who_stays_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_recusal BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION archives_guard_recusal();

CREATE FUNCTION archives_recusal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.household_id, NEW.declared_by_id, NEW.cause, NEW.reason, NEW.declared_at, NEW.union_id)
          IS DISTINCT FROM
          (OLD.household_id, OLD.declared_by_id, OLD.cause, OLD.reason, OLD.declared_at, OLD.union_id)
       OR OLD.state <> 'declared' AND (NEW.state, NEW.decided_at, NEW.decided_by_id, NEW.comment)
          IS DISTINCT FROM (OLD.state, OLD.decided_at, OLD.decided_by_id, OLD.comment) THEN
        RAISE EXCEPTION 'a recusal is history' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_recusal_stays BEFORE UPDATE OR DELETE ON archives_caserecusal
    FOR EACH ROW EXECUTE FUNCTION archives_recusal_stays();
