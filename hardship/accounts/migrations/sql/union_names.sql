-- How a union was called on each day (accounts_unionname): papers and figures of a past day read these periods, the
-- search of unions finds every name that one ever had (docs/adr/0043). The trigger of the union writes them; nobody
-- else can, a period that has ended stays, and no two of one union share a day.
-- Test: tests/accounts/test_union_names.py.

-- The day on which a period begins or ends: of the unions, whatever the server's time zone.
CREATE FUNCTION hardship_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- `named_on` is the day since which the union has the name that it has, whatever the row says; none for its first one.
CREATE FUNCTION union_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.named_on := NULL;
    ELSIF (NEW.name, NEW.short_name) IS DISTINCT FROM (OLD.name, OLD.short_name) THEN
        NEW.named_on := hardship_today();
    ELSE
        NEW.named_on := OLD.named_on;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER union_named BEFORE INSERT OR UPDATE ON accounts_union FOR EACH ROW EXECUTE FUNCTION union_named();

-- What changes twice on one day is the day's last word.
CREATE FUNCTION union_name_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE accounts_unionname SET name = NEW.name, short_name = NEW.short_name
         WHERE union_id = NEW.id AND to_on IS NULL AND from_on >= hardship_today();
        IF FOUND THEN RETURN NULL; END IF;
        UPDATE accounts_unionname SET to_on = hardship_today() WHERE union_id = NEW.id AND to_on IS NULL;
    END IF;
    INSERT INTO accounts_unionname (union_id, name, short_name, from_on)
    VALUES (NEW.id, NEW.name, NEW.short_name, coalesce(NEW.named_on, least(NEW.opened_on, hardship_today())));
    RETURN NULL;
END $$;
CREATE TRIGGER union_name_begins AFTER INSERT ON accounts_union FOR EACH ROW EXECUTE FUNCTION union_name_keep();
CREATE TRIGGER union_name_changes AFTER UPDATE OF name, short_name ON accounts_union FOR EACH ROW
    WHEN ((OLD.name, OLD.short_name) IS DISTINCT FROM (NEW.name, NEW.short_name)) EXECUTE FUNCTION union_name_keep();

CREATE FUNCTION union_name_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_LEVEL = 'STATEMENT' THEN
        RAISE EXCEPTION 'how a union was called is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'how a union is called is written by the union alone' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.to_on IS NOT NULL THEN
        RAISE EXCEPTION 'a name that has ended stays as it was' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_unionname_guard BEFORE INSERT OR UPDATE OR DELETE ON accounts_unionname
    FOR EACH ROW EXECUTE FUNCTION union_name_guard();
CREATE TRIGGER accounts_unionname_no_truncate BEFORE TRUNCATE ON accounts_unionname
    FOR EACH STATEMENT EXECUTE FUNCTION union_name_guard();
