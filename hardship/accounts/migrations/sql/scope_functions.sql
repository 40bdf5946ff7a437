-- What the scope triggers of every scoped table call (scope.sql of each room): a row carries the ancestors of its
-- union, so that reading is narrowed by a plain indexed column (docs/adr/0003).
-- Test: tests/architecture/test_models.py, tests/security/test_scope.py.

CREATE FUNCTION scope_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT province_id, city_id, county_id, township_id
      INTO NEW.province_id, NEW.city_id, NEW.county_id, NEW.township_id
      FROM accounts_union WHERE id = NEW.union_id;
    RETURN NEW;
END $$;

-- An update that changes nothing makes scope_fill read the union anew.
CREATE FUNCTION scope_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %I SET union_id = union_id WHERE union_id = $1', TG_ARGV[0]) USING NEW.id;
    RETURN NULL;
END $$;
