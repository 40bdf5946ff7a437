-- What became of each file on a list (SurveyEntry.status) and where the file is, kept for lists and counts:
-- docs/adr/0013. Whoever writes an entry, both are what the file says; whatever they follow from writes the file's
-- entries anew.
-- `manage.py check_survey_entries` compares it with the same derived by selectors.derived.
-- Test: tests/cases/surveys/test_entry_status.py.

-- VOLATILE, so that after waiting for a row each question sees what was committed meanwhile.
CREATE FUNCTION survey_entry_status(entry surveys_surveyentry) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    begun date;
    closed timestamptz;
    gone date;
    since timestamptz := coalesce(entry.returned_at, '-infinity');
BEGIN
    SELECT from_on, closed_at INTO begun, closed FROM surveys_survey WHERE id = entry.survey_id;
    SELECT left_on INTO gone FROM archives_household WHERE id = entry.household_id;
    IF gone <= coalesce((closed AT TIME ZONE 'Asia/Shanghai')::date, 'infinity') THEN
        RETURN 'left';
    END IF;
    closed := coalesce(closed, 'infinity');
    IF EXISTS (SELECT FROM archives_changerequest
                WHERE household_id = entry.household_id AND state = 'pending' AND asked_at <= closed) THEN
        RETURN 'pending';
    END IF;
    IF EXISTS (SELECT FROM archives_changerequest
                WHERE household_id = entry.household_id AND state = 'accepted' AND asked_at <= closed
                  AND asked_at > since AND (asked_at AT TIME ZONE 'Asia/Shanghai')::date >= begun) THEN
        RETURN 'changed';
    END IF;
    IF EXISTS (SELECT FROM archives_filestep step
                WHERE household_id = entry.household_id
                  AND action IN ('file', 'verify', 'reassess', 'confirm', 'relieve', 'resume')
                  AND at <= closed AND at > since AND (at AT TIME ZONE 'Asia/Shanghai')::date >= begun
                  AND NOT EXISTS (SELECT FROM archives_filestep WHERE takes_back_id = step.id)) THEN
        RETURN 'verified';
    END IF;
    IF entry.excused_at > since THEN RETURN 'excused'; END IF;
    RETURN CASE WHEN entry.returned_at IS NULL THEN 'open' ELSE 'returned' END;
END $$;

-- A step of another transaction that does not see the new entry ends before the entry asks: both lock the file.
CREATE FUNCTION survey_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM archives_household WHERE id = NEW.household_id FOR SHARE;
    END IF;
    SELECT union_id, province_id, city_id, county_id, township_id
      INTO NEW.union_id, NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id
      FROM archives_household WHERE id = NEW.household_id;
    NEW.status := survey_entry_status(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER surveys_surveyentry_status BEFORE INSERT OR UPDATE ON surveys_surveyentry
    FOR EACH ROW EXECUTE FUNCTION survey_entry_keep();

-- The file of the written row, and the one that it belonged to before.
CREATE FUNCTION survey_entries_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    files bigint[] := ARRAY[CASE WHEN TG_OP <> 'DELETE' THEN NEW.household_id END,
                            CASE WHEN TG_OP <> 'INSERT' THEN OLD.household_id END];
BEGIN
    PERFORM FROM archives_household WHERE id = ANY (files) ORDER BY id FOR NO KEY UPDATE;
    UPDATE surveys_surveyentry SET status = status WHERE household_id = ANY (files);
    RETURN NULL;
END $$;
CREATE TRIGGER filestep_survey_entries AFTER INSERT ON archives_filestep FOR EACH ROW
    WHEN (NEW.takes_back_id IS NOT NULL
          OR NEW.action IN ('file', 'verify', 'reassess', 'confirm', 'relieve', 'resume'))
    EXECUTE FUNCTION survey_entries_of_file();
CREATE TRIGGER change_survey_entries AFTER INSERT OR DELETE OR UPDATE OF household_id, state, asked_at
    ON archives_changerequest FOR EACH ROW EXECUTE FUNCTION survey_entries_of_file();

CREATE FUNCTION survey_entries_of_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE surveys_surveyentry SET status = status WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER household_survey_entries AFTER UPDATE ON archives_household FOR EACH ROW
    WHEN ((OLD.left_on, OLD.union_id, OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
          IS DISTINCT FROM
          (NEW.left_on, NEW.union_id, NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id))
    EXECUTE FUNCTION survey_entries_of_household();

-- Every entry, also where nothing seems to differ: a step that runs at this moment has asked the survey of before.
CREATE FUNCTION survey_entries_of_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE surveys_surveyentry SET status = status WHERE survey_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER survey_survey_entries AFTER UPDATE OF from_on, closed_at ON surveys_survey FOR EACH ROW
    WHEN ((OLD.from_on, OLD.closed_at) IS DISTINCT FROM (NEW.from_on, NEW.closed_at))
    EXECUTE FUNCTION survey_entries_of_survey();
