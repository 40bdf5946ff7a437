-- Whoever stands in (代办) for somebody at a step of a donation or a drive was asked to, on that day; that two people took
-- the steps are the constraints donation_confirmed_by_another, donation_void_by_another and drive_opened_by_another.
-- Test: tests/funds/donations/test_around_python.py, test_drives.py.

CREATE FUNCTION donation_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.entered_for_id IS NOT NULL AND NOT stands_in_for(NEW.entered_by_id, NEW.entered_for_id, NEW.entered_at)
       OR NEW.confirmed_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.confirmed_by_id, NEW.confirmed_for_id, NEW.confirmed_at), false)
       OR NEW.void_asked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.void_asked_by_id, NEW.void_asked_for_id, NEW.void_asked_at), false)
       OR NEW.void_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.void_by_id, NEW.void_for_id, NEW.void_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'donation_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_stand_in
    BEFORE INSERT OR UPDATE OF entered_for_id, confirmed_for_id, void_asked_for_id, void_for_id ON donations_donation
    FOR EACH ROW EXECUTE FUNCTION donation_guard_stand_in();

CREATE FUNCTION drive_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.made_for_id IS NOT NULL AND NOT stands_in_for(NEW.made_by_id, NEW.made_for_id, NEW.made_at)
       OR NEW.opened_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.opened_by_id, NEW.opened_for_id, NEW.opened_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'drive_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER drive_stand_in BEFORE INSERT OR UPDATE OF made_for_id, opened_for_id ON donations_drive
    FOR EACH ROW EXECUTE FUNCTION drive_guard_stand_in();
