-- Who works at an employer is found by what the file says, compared as employer_key says: the twin of
-- cases.employers.rules.employer_key, in an index, so that nobody has to link 50,000 people by hand and a corrected
-- file is at its new employer at once.
-- The key of a spelling is the database's word; a spelling moves with its employer to another area, and counts
-- nowhere (area NULL) where that area knows it already.
-- Test: tests/cases/employers/test_names.py.

CREATE FUNCTION employer_key(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT upper(translate(
        normalize(name, NFKC), E' \t\n\r()[]{}.,·、。-—–_''"“”‘’《》〈〉<>/\\:;&#*•', ''
    ) COLLATE "C")
$$;
CREATE INDEX member_employer_key ON archives_member (employer_key(employer))
    WHERE removed_at IS NULL AND employer <> '' AND stage = '';

CREATE FUNCTION employer_name_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.key := employer_key(NEW.text);
    RETURN NEW;
END $$;
CREATE TRIGGER employers_employername_key BEFORE INSERT OR UPDATE OF text, key ON employers_employername
    FOR EACH ROW EXECUTE FUNCTION employer_name_key();

-- The area of a row: the union that reviews it, as hardship.kernel.scope.COMPETENT says.
CREATE FUNCTION employer_area(county bigint, city bigint, province bigint, township bigint, own bigint)
    RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(county, city, province, township, own)
$$;

CREATE FUNCTION employer_names_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_area bigint := employer_area(OLD.county_id, OLD.city_id, OLD.province_id, OLD.township_id, OLD.union_id);
    new_area bigint := employer_area(NEW.county_id, NEW.city_id, NEW.province_id, NEW.township_id, NEW.union_id);
BEGIN
    UPDATE employers_employername mine
       SET area_id = CASE WHEN EXISTS (
               SELECT FROM employers_employername other
                WHERE other.area_id = new_area AND other.key = mine.key
           ) THEN NULL ELSE new_area END
     WHERE mine.employer_id = NEW.id AND (mine.area_id = old_area OR mine.area_id IS NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER employers_employer_names_follow AFTER UPDATE ON employers_employer FOR EACH ROW
    WHEN (employer_area(OLD.county_id, OLD.city_id, OLD.province_id, OLD.township_id, OLD.union_id)
          IS DISTINCT FROM employer_area(NEW.county_id, NEW.city_id, NEW.province_id, NEW.township_id, NEW.union_id))
    EXECUTE FUNCTION employer_names_follow();
