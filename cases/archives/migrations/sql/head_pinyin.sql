-- A file sorts by the name of its head; the pinyin of that name stands in the file's own row, where an index by union
-- can hold it: to read it from the member's row took 20 ms a page in a county of 20,000 files, this takes 0.3.
-- Whoever writes many files at once (the roster's COPY) writes it with them: then the members follow the files.
-- Test: tests/cases/lists/test_sorted_by_name.py.

CREATE FUNCTION household_head_pinyin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.head_pinyin := coalesce((SELECT name_pinyin FROM archives_member WHERE id = NEW.head_id), '');
    RETURN NEW;
END $$;
CREATE FUNCTION member_head_pinyin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archives_household SET head_pinyin = NEW.name_pinyin WHERE head_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER household_head_pinyin BEFORE UPDATE OF head_id, head_pinyin ON archives_household
    FOR EACH ROW EXECUTE FUNCTION household_head_pinyin();
CREATE TRIGGER member_head_pinyin AFTER UPDATE OF name_pinyin ON archives_member
    FOR EACH ROW WHEN (OLD.name_pinyin IS DISTINCT FROM NEW.name_pinyin) EXECUTE FUNCTION member_head_pinyin();
