-- A drive goes from its draft over being open to its end, or is dropped as a draft, and stays what it was drawn up as; it
-- takes gifts only while it is open, of its days, its use and its source.
-- Test: tests/funds/donations/test_drives.py.

CREATE FUNCTION drive_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.union_id, OLD.name, OLD.kind, OLD.purpose, OLD.source, OLD.use_id, OLD.from_on, OLD.until_on, OLD.target,
        OLD.document_no, OLD.subject, OLD.made_at, OLD.made_by_id, OLD.made_for_id)
       IS DISTINCT FROM
       (NEW.union_id, NEW.name, NEW.kind, NEW.purpose, NEW.source, NEW.use_id, NEW.from_on, NEW.until_on, NEW.target,
        NEW.document_no, NEW.subject, NEW.made_at, NEW.made_by_id, NEW.made_for_id)
       OR OLD.state <> 'draft' AND
          (OLD.opened_at, OLD.opened_by_id, OLD.opened_for_id, OLD.dropped_at, OLD.dropped_by_id, OLD.why)
          IS DISTINCT FROM
          (NEW.opened_at, NEW.opened_by_id, NEW.opened_for_id, NEW.dropped_at, NEW.dropped_by_id, NEW.why)
       OR OLD.fund_id IS NOT NULL AND NEW.fund_id IS DISTINCT FROM OLD.fund_id
    THEN
        RAISE EXCEPTION 'a drive stays what it was' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
       (('draft', 'open'), ('draft', 'dropped'), ('open', 'closed'))
    THEN
        RAISE EXCEPTION 'a drive goes its way' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER drive_keeps BEFORE UPDATE ON donations_drive
    FOR EACH ROW EXECUTE FUNCTION drive_keeps();

CREATE FUNCTION donation_of_drive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM donations_drive
        WHERE id = NEW.drive_id AND state = 'open' AND union_id = NEW.union_id AND source = NEW.source
          AND use_id = NEW.use_id AND NEW.given_on BETWEEN from_on AND until_on)
    THEN
        RAISE EXCEPTION 'a drive takes what is given to it while it lasts' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER donation_of_drive BEFORE INSERT ON donations_donation FOR EACH ROW
    WHEN (NEW.drive_id IS NOT NULL) EXECUTE FUNCTION donation_of_drive();
