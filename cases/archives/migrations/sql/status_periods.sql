-- How a file stood on each day (StatusPeriod): statistics of a past day read these periods (docs/adr/0012). The triggers
-- of household and member write them; nobody else can, and a period that has ended stays.
-- Test: tests/cases/archives/test_status_periods.py.

-- Brings the open period of one file up to what the file says now. What changes twice on one day is the day's last
-- word: a period that began today is written over, one that began earlier is closed and followed.
CREATE FUNCTION status_period_keep(file archives_household) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    today date := hardship_today();
    standing archives_statusperiod;
    person archives_member;
    people integer;
    began date;
BEGIN
    SELECT * INTO standing FROM archives_statusperiod WHERE household_id = file.id AND to_on IS NULL;
    IF file.state NOT IN ('filed', 'review_due', 'relieved') THEN
        -- only a filing or a taking over that is taken back leads there (services.undo): the file was never in force
        IF standing.id IS NOT NULL AND file.state IN ('under_review', 'draft') THEN
            UPDATE archives_statusperiod SET to_on = standing.from_on WHERE id = standing.id;
        ELSIF standing.id IS NOT NULL THEN
            UPDATE archives_statusperiod SET to_on = greatest(today, standing.from_on) WHERE id = standing.id;
        END IF;
        RETURN;
    END IF;
    SELECT * INTO person FROM archives_member WHERE id = file.head_id;
    SELECT count(*) INTO people FROM archives_member WHERE household_id = file.id AND removed_at IS NULL;
    IF standing.id IS NOT NULL
       AND (standing.state, standing.category, standing.own_label, standing.filing_level, standing.main_cause, standing.worker_type, standing.is_on_dibao, standing.labels,
            standing.head_id, standing.status, standing.birth_on, standing.sex, standing.persons,
            standing.union_id, standing.province_id, standing.city_id, standing.county_id,
            standing.township_id)
       IS NOT DISTINCT FROM
           (file.state, file.category, file.own_label, file.filing_level, file.main_cause, file.worker_type, file.is_on_dibao, file.labels,
            file.head_id, coalesce(person.status, ''), person.birth_on, coalesce(person.sex, ''),
            people::smallint, file.union_id, file.province_id, file.city_id, file.county_id,
            file.township_id) THEN
        RETURN;
    END IF;
    IF standing.id IS NULL THEN
        SELECT greatest(max(to_on), today) INTO began FROM archives_statusperiod WHERE household_id = file.id
            HAVING count(*) > 0;
        -- what was filed elsewhere before counts from the day on which it was taken over: reported figures stay
        began := coalesce(began, (file.taken_over_at AT TIME ZONE 'Asia/Shanghai')::date, file.filed_on, today);
    ELSIF standing.from_on < today THEN
        UPDATE archives_statusperiod SET to_on = today WHERE id = standing.id;
        began := today;
    ELSE
        UPDATE archives_statusperiod
           SET state = file.state, category = file.category, own_label = file.own_label,
               filing_level = file.filing_level, main_cause = file.main_cause,
               worker_type = file.worker_type, is_on_dibao = file.is_on_dibao, labels = file.labels, head_id = file.head_id,
               status = coalesce(person.status, ''), birth_on = person.birth_on,
               sex = coalesce(person.sex, ''), persons = people, union_id = file.union_id,
               province_id = file.province_id, city_id = file.city_id, county_id = file.county_id,
               township_id = file.township_id
         WHERE id = standing.id;
        RETURN;
    END IF;
    INSERT INTO archives_statusperiod (
        household_id, from_on, state, category, own_label, filing_level, main_cause, worker_type, is_on_dibao, labels, head_id, status, birth_on,
        sex, persons, union_id, province_id, city_id, county_id, township_id
    ) VALUES (
        file.id, began, file.state, file.category, file.own_label, file.filing_level, file.main_cause, file.worker_type, file.is_on_dibao, file.labels,
        file.head_id, coalesce(person.status, ''), person.birth_on, coalesce(person.sex, ''), people,
        file.union_id, file.province_id, file.city_id, file.county_id, file.township_id
    );
END $$;

CREATE FUNCTION household_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM status_period_keep(NEW);
    RETURN NULL;
END $$;
CREATE FUNCTION member_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    file archives_household;
BEGIN
    FOR file IN
        SELECT * FROM archives_household
         WHERE id IN (CASE WHEN TG_OP <> 'DELETE' THEN NEW.household_id END,
                      CASE WHEN TG_OP <> 'INSERT' THEN OLD.household_id END)
           AND state IN ('filed', 'review_due', 'relieved')
         ORDER BY id FOR NO KEY UPDATE
    LOOP
        PERFORM status_period_keep(file);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER household_status_begins AFTER INSERT ON archives_household
    FOR EACH ROW WHEN (NEW.state IN ('filed', 'review_due', 'relieved')) EXECUTE FUNCTION household_status();
CREATE TRIGGER household_status_changes AFTER UPDATE ON archives_household
    FOR EACH ROW WHEN (
        (OLD.state IN ('filed', 'review_due', 'relieved') OR NEW.state IN ('filed', 'review_due', 'relieved'))
        AND (OLD.state, OLD.category, OLD.own_label, OLD.filing_level, OLD.main_cause, OLD.worker_type, OLD.is_on_dibao, OLD.labels, OLD.head_id, OLD.union_id,
             OLD.province_id, OLD.city_id, OLD.county_id, OLD.township_id)
            IS DISTINCT FROM
            (NEW.state, NEW.category, NEW.own_label, NEW.filing_level, NEW.main_cause, NEW.worker_type, NEW.is_on_dibao, NEW.labels, NEW.head_id, NEW.union_id,
             NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id)
    ) EXECUTE FUNCTION household_status();
CREATE TRIGGER member_status_begins AFTER INSERT ON archives_member
    FOR EACH ROW WHEN (NEW.in_active_file) EXECUTE FUNCTION member_status();
CREATE TRIGGER member_status_ends AFTER DELETE ON archives_member
    FOR EACH ROW WHEN (OLD.in_active_file) EXECUTE FUNCTION member_status();
CREATE TRIGGER member_status_changes AFTER UPDATE ON archives_member
    FOR EACH ROW WHEN (
        (OLD.household_id, OLD.removed_at, OLD.status, OLD.birth_on, OLD.sex)
        IS DISTINCT FROM (NEW.household_id, NEW.removed_at, NEW.status, NEW.birth_on, NEW.sex)
    ) EXECUTE FUNCTION member_status();

CREATE FUNCTION status_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_LEVEL = 'STATEMENT' THEN
        RAISE EXCEPTION 'how a file stood is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'how a file stands is written by the file alone' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
    IF OLD.to_on IS NOT NULL OR (NEW.id, NEW.household_id, NEW.from_on)
                                IS DISTINCT FROM (OLD.id, OLD.household_id, OLD.from_on) THEN
        RAISE EXCEPTION 'a period that has ended stays as it was' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.from_on = hardship_today() - 1 AND NEW.to_on = OLD.from_on
       AND to_jsonb(NEW) - 'to_on' IS NOT DISTINCT FROM to_jsonb(OLD) - 'to_on'
       AND EXISTS (SELECT FROM archives_household WHERE id = OLD.household_id AND state IN ('under_review', 'draft')) THEN
        RETURN NEW;
    END IF;
    IF OLD.from_on < hardship_today() AND (
        to_jsonb(NEW) - 'to_on' IS DISTINCT FROM to_jsonb(OLD) - 'to_on' OR NEW.to_on < hardship_today()
    ) THEN
        RAISE EXCEPTION 'a period that began earlier can only end' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_statusperiod_guard BEFORE INSERT OR UPDATE OR DELETE ON archives_statusperiod
    FOR EACH ROW EXECUTE FUNCTION status_period_guard();
CREATE TRIGGER archives_statusperiod_no_truncate BEFORE TRUNCATE ON archives_statusperiod
    FOR EACH STATEMENT EXECUTE FUNCTION status_period_guard();
