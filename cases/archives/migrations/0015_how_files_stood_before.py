"""The periods of files that were in force before periods were kept, and the guard of them all."""

from django.db import migrations

# A day on which something was approved, moved or decided begins a period. What the file said then is its last
# snapshot until that day (its first one for days before it, the file of now where there is none); its category
# the one that stands now, unless it was found to be another afterwards; its union the one that next handed it
# on. Equal neighbours are one period.
BEFORE = """
INSERT INTO archives_filestand (
    household_id, from_on, to_on, state, category, main_cause, worker_type, is_on_dibao, head_id, status, birth_on,
    sex, persons, union_id, province_id, city_id, county_id, township_id
)
WITH days AS (
    SELECT household_id, on_day FROM (
        SELECT id AS household_id, filed_on AS on_day FROM archives_household WHERE filed_on IS NOT NULL
        UNION SELECT household_id, (at AT TIME ZONE 'Asia/Shanghai')::date FROM archives_filesnapshot
        UNION SELECT household_id, (at AT TIME ZONE 'Asia/Shanghai')::date FROM archives_filestep
        UNION SELECT household_id, (decided_at AT TIME ZONE 'Asia/Shanghai')::date FROM archives_transfer
               WHERE state = 'accepted'
    ) each_day
), facts AS (
    SELECT d.household_id, d.on_day,
           CASE WHEN h.left_on <= d.on_day THEN 'left'
                ELSE coalesce(step.target, CASE WHEN h.state IN ('filed', 'review_due', 'relieved')
                                                THEN h.state ELSE 'filed' END) END AS state,
           CASE WHEN later.category IS NULL THEN h.category ELSE found.category END AS category,
           coalesce(said.content #>> '{household,main_cause}', h.main_cause) AS main_cause,
           coalesce(said.content #>> '{household,worker_type}', h.worker_type) AS worker_type,
           CASE WHEN said.content IS NULL THEN h.is_on_dibao
                ELSE (said.content #>> '{household,is_on_dibao}')::boolean END AS is_on_dibao,
           coalesce(whose.id, h.head_id) AS head_id,
           CASE WHEN head.person IS NULL THEN coalesce(m.status, '')
                ELSE coalesce(head.person ->> 'status', '') END AS status,
           CASE WHEN head.person IS NULL THEN m.birth_on
                ELSE nullif(head.person ->> 'birth_on', '')::date END AS birth_on,
           CASE WHEN head.person IS NULL THEN coalesce(m.sex, '')
                ELSE coalesce(head.person ->> 'sex', '') END AS sex,
           coalesce(jsonb_array_length(said.content -> 'members'), people.number) AS persons,
           coalesce(handed.source_id, h.union_id) AS union_id
      FROM days d
      JOIN archives_household h ON h.id = d.household_id AND h.filed_on IS NOT NULL AND d.on_day >= h.filed_on
      LEFT JOIN archives_member m ON m.id = h.head_id
      CROSS JOIN LATERAL (
          SELECT count(*) AS number FROM archives_member p WHERE p.household_id = h.id AND p.removed_at IS NULL
      ) people
      LEFT JOIN LATERAL (
          SELECT s.content FROM archives_filesnapshot s WHERE s.household_id = h.id
           ORDER BY ((s.at AT TIME ZONE 'Asia/Shanghai')::date <= d.on_day) DESC,
                    CASE WHEN (s.at AT TIME ZONE 'Asia/Shanghai')::date <= d.on_day THEN -s.id ELSE s.id END
           LIMIT 1
      ) said ON true
      LEFT JOIN LATERAL (
          SELECT person FROM jsonb_array_elements(said.content -> 'members') person
           WHERE person ->> 'relation' = 'head' LIMIT 1
      ) head ON true
      LEFT JOIN archives_member whose ON whose.uid::text = head.person ->> 'uid'
      LEFT JOIN LATERAL (
          SELECT t.target FROM archives_filestep t
           WHERE t.household_id = h.id AND (t.at AT TIME ZONE 'Asia/Shanghai')::date <= d.on_day
           ORDER BY t.id DESC LIMIT 1
      ) step ON true
      LEFT JOIN LATERAL (
          SELECT t.source_id FROM archives_transfer t
           WHERE t.household_id = h.id AND t.state = 'accepted'
             AND (t.decided_at AT TIME ZONE 'Asia/Shanghai')::date > d.on_day
           ORDER BY t.decided_at LIMIT 1
      ) handed ON true
      LEFT JOIN LATERAL (
          SELECT a.id, a.category FROM archives_assessment a
           WHERE a.household_id = h.id AND (a.at AT TIME ZONE 'Asia/Shanghai')::date <= d.on_day
           ORDER BY a.id DESC LIMIT 1
      ) found ON true
      LEFT JOIN LATERAL (
          SELECT a.category FROM archives_assessment a
           WHERE a.household_id = h.id AND a.id > found.id AND a.category NOT IN ('', found.category) LIMIT 1
      ) later ON true
), changes AS (
    SELECT f.*, to_jsonb(f) - 'on_day' IS DISTINCT FROM
           lag(to_jsonb(f) - 'on_day') OVER (PARTITION BY household_id ORDER BY on_day) AS is_new
      FROM facts f
), periods AS (
    SELECT c.*, lead(on_day) OVER (PARTITION BY household_id ORDER BY on_day) AS next_on
      FROM changes c WHERE is_new
)
SELECT p.household_id, p.on_day,
       coalesce(p.next_on, CASE WHEN h.state IN ('filed', 'review_due', 'relieved') THEN NULL
                                ELSE greatest(coalesce(h.left_on, p.on_day), p.on_day) END),
       p.state, p.category, p.main_cause, p.worker_type, p.is_on_dibao, p.head_id, p.status, p.birth_on, p.sex,
       p.persons, p.union_id, u.province_id, u.city_id, u.county_id, u.township_id
  FROM periods p
  JOIN archives_household h ON h.id = p.household_id
  JOIN accounts_union u ON u.id = p.union_id
 WHERE p.state IN ('filed', 'review_due', 'relieved');
SELECT file_stand_keep(h) FROM archives_household h WHERE h.state IN ('filed', 'review_due', 'relieved');
SET CONSTRAINTS ALL IMMEDIATE;
"""
# Only the triggers of files and their people write here; what is past is past.
GUARD = """
CREATE FUNCTION file_stand_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF OLD.from_on < hardship_today() AND (
        to_jsonb(NEW) - 'to_on' IS DISTINCT FROM to_jsonb(OLD) - 'to_on' OR NEW.to_on < hardship_today()
    ) THEN
        RAISE EXCEPTION 'a period that began earlier can only end' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archives_filestand_guard BEFORE INSERT OR UPDATE OR DELETE ON archives_filestand
    FOR EACH ROW EXECUTE FUNCTION file_stand_guard();
CREATE TRIGGER archives_filestand_no_truncate BEFORE TRUNCATE ON archives_filestand
    FOR EACH STATEMENT EXECUTE FUNCTION file_stand_guard();
"""
REVERSE = """
DROP TRIGGER archives_filestand_guard ON archives_filestand;
DROP TRIGGER archives_filestand_no_truncate ON archives_filestand;
DROP FUNCTION file_stand_guard();
DELETE FROM archives_filestand;
"""


class Migration(migrations.Migration):
    dependencies = [("archives", "0014_how_files_stood")]
    operations = [migrations.RunSQL(BEFORE + GUARD, REVERSE)]
