-- What the triggers of every append-only table call (append_only.sql of each room).
-- An update that changes nothing passes: it is how scope_fill, which fires later (triggers fire in the order of
-- their names), moves the ancestor columns when a union moves. Test: tests/architecture/test_models.py.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW' THEN
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
