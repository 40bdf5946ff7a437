-- Nobody decides on a file that they began, submitted, wrote on or asked to be changed.
-- Who stands in (代办) does so on the day, and what holds for them holds for the one whom they stand in for.
-- Tests: tests/cases/archives/test_edits.py, tests/cases/archives/test_stood_in.py, tests/cases/approvals/test_stood_in.py.

CREATE FUNCTION archives_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM archives_household
                WHERE id = NEW.household_id
                  AND (NEW.by_id IN (created_by_id, submitted_by_id)
                       OR NEW.stood_in_for_id IN (created_by_id, submitted_by_id)))
       OR EXISTS (SELECT FROM archives_fileedit
                   WHERE household_id = NEW.household_id
                     AND (by_id IN (NEW.by_id, NEW.stood_in_for_id)
                          OR stood_in_for_id IN (NEW.by_id, NEW.stood_in_for_id)))
       OR EXISTS (SELECT FROM archives_changerequest
                   WHERE household_id = NEW.household_id
                     AND (NEW.by_id IN (asked_by_id, stood_in_for_id)
                          OR NEW.stood_in_for_id IN (asked_by_id, stood_in_for_id))) THEN
        RAISE EXCEPTION 'nobody decides on what they wrote'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_not_on_own_work';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_guard BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.is_decision) EXECUTE FUNCTION archives_guard_step();

CREATE FUNCTION archives_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'file_step_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestep_stand_in BEFORE INSERT ON archives_filestep
    FOR EACH ROW WHEN (NEW.stood_in_for_id IS NOT NULL) EXECUTE FUNCTION archives_guard_stand_in();

-- The same of who asks for a change and of who decides on it; that these are different people is a constraint of the
-- table (change_checked_by_another).
CREATE FUNCTION archives_guard_change_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.stood_in_for_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.stood_in_for_id IS DISTINCT FROM OLD.stood_in_for_id)
        AND NOT stands_in_for(NEW.asked_by_id, NEW.stood_in_for_id, NEW.asked_at))
       OR (NEW.decided_for_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.decided_for_id IS DISTINCT FROM OLD.decided_for_id)
           AND NOT stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at)) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'change_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_change_stand_in BEFORE INSERT OR UPDATE ON archives_changerequest
    FOR EACH ROW WHEN (NEW.stood_in_for_id IS NOT NULL OR NEW.decided_for_id IS NOT NULL)
    EXECUTE FUNCTION archives_guard_change_stand_in();
