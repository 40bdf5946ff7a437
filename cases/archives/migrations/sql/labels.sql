-- Derived labels of a file (Household.labels; states.labels): computed from its living people and never typed. Whoever
-- writes them, the database puts the right ones: a list of 100,000 files is narrowed by a stored column with an index.
-- What depends on the day's date (4050) is not kept here but asked of the head's sex, birthday and status.
-- Test: tests/cases/archives/test_labels.py.

CREATE FUNCTION household_labels(file bigint, head_key bigint) RETURNS varchar[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    head archives_member;
    found varchar[] := '{}';
    spouse_idle boolean;
    has_spouse boolean;
    works boolean;
    idle boolean;
    raises boolean;
BEGIN
    SELECT * INTO head FROM archives_member WHERE id = head_key AND removed_at IS NULL;
    SELECT coalesce(bool_or(relation IN ('husband', 'wife')), false),
           coalesce(bool_or(relation IN ('husband', 'wife') AND status IN ('off_post', 'unemployed')), false),
           coalesce(bool_or(status IN ('on_post', 'sick_leave', 'internal_retired')), false),
           coalesce(bool_or(status IN ('off_post', 'unemployed')), false),
           coalesce(bool_or(relation IN ('son', 'daughter') AND (stage <> '' OR status = 'minor')), false)
      INTO has_spouse, spouse_idle, works, idle, raises
      FROM archives_member WHERE household_id = file AND removed_at IS NULL;
    IF head.status IN ('off_post', 'unemployed') AND spouse_idle THEN
        found := found || 'double_laid_off'::varchar;
    END IF;
    IF idle AND NOT works THEN found := found || 'zero_employment'::varchar; END IF;
    IF head.employment = 'bought_out' THEN found := found || 'bought_out'::varchar; END IF;
    IF head.marriage IN ('single', 'divorced', 'widowed') AND raises AND NOT has_spouse THEN
        found := found || 'single_parent'::varchar;
    END IF;
    IF head.sex = 'female' THEN found := found || 'woman'::varchar; END IF;
    IF (head.disability_kind IN ('intellect', 'mental') AND head.disability_grade IN ('1', '2', '3'))
       OR (head.disability_kind = 'limb' AND head.disability_grade IN ('1', '2'))
       OR (head.disability_kind = 'sight' AND head.disability_grade = '1') THEN
        found := found || 'no_ability'::varchar;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION household_keeps_labels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.labels := household_labels(NEW.id, NEW.head_id);
    RETURN NEW;
END $$;
CREATE TRIGGER household_keeps_labels BEFORE UPDATE OF head_id, labels ON archives_household
    FOR EACH ROW EXECUTE FUNCTION household_keeps_labels();
CREATE TRIGGER household_begins_with_labels BEFORE INSERT ON archives_household
    FOR EACH ROW EXECUTE FUNCTION household_keeps_labels();

-- One statement for all the people of a roster: a trigger for each row took as long as the import itself.
CREATE FUNCTION members_change_labels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archives_household AS file SET labels = '{}'
     WHERE file.id IN (SELECT household_id FROM changed)
       AND file.labels IS DISTINCT FROM household_labels(file.id, file.head_id);
    RETURN NULL;
END $$;
CREATE FUNCTION members_changed_labels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archives_household AS file SET labels = '{}'
     WHERE file.id IN (
            SELECT unnest(ARRAY[was.household_id, now.household_id]) FROM changed now JOIN before was USING (id)
             WHERE (was.household_id, was.removed_at, was.relation, was.status, was.stage, was.sex, was.marriage,
                    was.employment, was.disability_kind, was.disability_grade)
                IS DISTINCT FROM
                   (now.household_id, now.removed_at, now.relation, now.status, now.stage, now.sex, now.marriage,
                    now.employment, now.disability_kind, now.disability_grade))
       AND file.labels IS DISTINCT FROM household_labels(file.id, file.head_id);
    RETURN NULL;
END $$;
CREATE TRIGGER members_begin_labels AFTER INSERT ON archives_member
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION members_change_labels();
CREATE TRIGGER members_end_labels AFTER DELETE ON archives_member
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION members_change_labels();
CREATE TRIGGER members_change_labels AFTER UPDATE ON archives_member
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION members_changed_labels();
