-- A list of files that were filed elsewhere is accepted by two people of the county, neither of whom uploaded,
-- imported or handed it in, with every sample looked at and found to agree; and no file is put into force without.
-- Test: tests/cases/intakes/test_guards.py.

-- Who made any part of a list.
CREATE FUNCTION intake_is_maker(list intakes_intake, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM rosters_rosterimport
                    WHERE id = list.roster_id AND person IN (uploaded_by_id, confirmed_by_id))
        OR EXISTS (SELECT FROM intakes_intakestep
                    WHERE intake_id = list.id AND is_making AND by_id = person)
$$;

CREATE FUNCTION intake_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('writing', 'accepted') AND
       (NEW.roster_id, NEW.document_no, NEW.filed_on, NEW.agreed_by_id) IS DISTINCT FROM
       (OLD.roster_id, OLD.document_no, OLD.filed_on, OLD.agreed_by_id) THEN
        RAISE EXCEPTION 'intake_frozen: list % is accepted', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state IN ('agreed', 'writing', 'accepted') AND intake_is_maker(NEW, NEW.agreed_by_id)
       OR NEW.state IN ('writing', 'accepted') AND intake_is_maker(NEW, NEW.accepted_by_id) THEN
        RAISE EXCEPTION 'intake_by_another: list % is decided by who made a part of it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'writing' AND OLD.state <> 'writing' AND (
        NOT EXISTS (SELECT FROM intakes_intakedraw WHERE intake_id = NEW.id)
        OR EXISTS (SELECT FROM intakes_intakesample sample JOIN intakes_intakerow file ON file.id = sample.row_id
                    WHERE sample.drawn_id = (SELECT max(id) FROM intakes_intakedraw WHERE intake_id = NEW.id)
                      AND (sample.verdict = '' OR file.state = 'open' AND sample.verdict <> 'agrees'))
        OR EXISTS (SELECT FROM intakes_intakerow
                    WHERE intake_id = NEW.id AND state = 'open' AND basis NOT IN ('assessed', 'roster'))
    ) THEN
        RAISE EXCEPTION 'intake_looked_at: list % has files that nobody looked at, differ or have no category', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intakes_intake_guard BEFORE UPDATE ON intakes_intake
    FOR EACH ROW EXECUTE FUNCTION intake_guard();

-- Rows are taken out, not deleted, stay those of their file, and are taken over only while the list is accepted.
CREATE FUNCTION intake_row_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'intake_row_not_deleted: rows are taken out, not deleted'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT state INTO stage FROM intakes_intake WHERE id = NEW.intake_id;
    IF TG_OP = 'INSERT' THEN
        IF stage IN ('writing', 'accepted') THEN
            RAISE EXCEPTION 'intake_row_late: list % is accepted', NEW.intake_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.intake_id, NEW.household_id, NEW.row) IS DISTINCT FROM (OLD.intake_id, OLD.household_id, OLD.row) THEN
        RAISE EXCEPTION 'intake_row_other: a row stays that of its file'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF stage = 'accepted' OR NEW.state = 'taken' AND stage <> 'writing' THEN
        RAISE EXCEPTION 'intake_row_frozen: list % is %', NEW.intake_id, stage
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intakes_intakerow_guard BEFORE INSERT OR UPDATE OR DELETE ON intakes_intakerow
    FOR EACH ROW EXECUTE FUNCTION intake_row_guard();

-- What was found of a sample stays once the list is accepted.
CREATE FUNCTION intake_sample_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR EXISTS (SELECT FROM intakes_intake list JOIN intakes_intakedraw drawn ON drawn.intake_id = list.id
                                    WHERE drawn.id = OLD.drawn_id AND list.state IN ('writing', 'accepted')) THEN
        RAISE EXCEPTION 'intake_sample_frozen: a sample of an accepted list stays as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intakes_intakesample_guard BEFORE UPDATE OR DELETE ON intakes_intakesample
    FOR EACH ROW EXECUTE FUNCTION intake_sample_guard();

-- A draft is put into force without a review of its own only as a file of an accepted list, by its second person.
CREATE FUNCTION intake_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM intakes_intakerow file JOIN intakes_intake list ON list.id = file.intake_id
                    WHERE file.household_id = NEW.household_id AND file.state = 'open'
                      AND list.state = 'writing' AND list.accepted_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'file_taken_over_by_two: file % is on no accepted list', NEW.household_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'file_taken_over_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_taken_over BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.action = 'take_over') EXECUTE FUNCTION intake_step_guard();
