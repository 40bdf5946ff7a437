-- The union tree: path and ancestor columns are worked out here and follow when a union is moved.
-- An id stands in the path with six digits, so that unions of one level are sorted as they were made.
-- Refuses: a union below itself. Test: tests/accounts/test_unions.py.

CREATE FUNCTION union_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above accounts_union;
    key text := lpad(NEW.id::text, greatest(6, length(NEW.id::text)), '0');
BEGIN
    IF NEW.parent_id IS NOT NULL THEN
        SELECT * INTO above FROM accounts_union WHERE id = NEW.parent_id FOR SHARE;
        IF above.path LIKE '%/' || key || '/%' THEN
            RAISE EXCEPTION 'union % cannot hang below itself', NEW.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    NEW.path := coalesce(above.path, '/') || key || '/';
    NEW.province_id := CASE WHEN NEW.level = 'province' THEN NEW.id ELSE above.province_id END;
    NEW.city_id := CASE WHEN NEW.level = 'city' THEN NEW.id ELSE above.city_id END;
    NEW.county_id := CASE WHEN NEW.level = 'county' THEN NEW.id ELSE above.county_id END;
    NEW.township_id := CASE WHEN NEW.level = 'township' THEN NEW.id ELSE above.township_id END;
    RETURN NEW;
END $$;
CREATE FUNCTION union_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_union SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER union_place BEFORE INSERT OR UPDATE OF parent_id, level ON accounts_union
    FOR EACH ROW EXECUTE FUNCTION union_place();
CREATE TRIGGER union_move AFTER UPDATE OF parent_id ON accounts_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION union_move();
