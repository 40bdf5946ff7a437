-- The papers of a voucher (附件) by name and count: those that follow from what it is drawn up from come with it and stay,
-- with as many as somebody counted; others are added by hand and taken off again. None changes once the voucher is
-- checked, without which its month is not closed. The voucher's own number is their sum (vouchers.sql).
-- Test: tests/funds/books/test_papers.py.

CREATE FUNCTION books_paper_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    voucher books_voucher;
BEGIN
    SELECT * INTO voucher FROM books_voucher
        WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.voucher_id ELSE OLD.voucher_id END FOR UPDATE;
    IF voucher.checked_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'voucher % is checked with its papers', voucher.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_papers_stay';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.origin = 'derived' AND voucher.xact <> pg_current_xact_id()
       OR TG_OP = 'DELETE' AND OLD.origin = 'derived' THEN
        RAISE EXCEPTION 'the papers of what voucher % is drawn up from come with it', voucher.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_paper_comes_with_it';
    END IF;
    IF TG_OP = 'UPDATE'
       AND (OLD.voucher_id, OLD.name, OLD.origin) IS DISTINCT FROM (NEW.voucher_id, NEW.name, NEW.origin) THEN
        RAISE EXCEPTION 'a paper of voucher % keeps its name', voucher.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_paper_keeps_its_name';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_voucherpaper_guard BEFORE INSERT OR UPDATE OR DELETE ON books_voucherpaper
    FOR EACH ROW EXECUTE FUNCTION books_paper_guard();
CREATE TRIGGER books_voucherpaper_no_truncate BEFORE TRUNCATE ON books_voucherpaper
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER books_voucherpaper_stand_in BEFORE INSERT OR UPDATE OF set_for_id ON books_voucherpaper
    FOR EACH ROW EXECUTE FUNCTION books_guard_stand_in('set');

CREATE FUNCTION books_papers_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.voucher_id ELSE OLD.voucher_id END;
BEGIN
    UPDATE books_voucher SET attachments = (
        SELECT coalesce(sum(count), 0) FROM books_voucherpaper WHERE voucher_id = which) WHERE id = which;
    RETURN NULL;
END $$;
CREATE TRIGGER books_voucherpaper_counted AFTER INSERT OR UPDATE OF count OR DELETE ON books_voucherpaper
    FOR EACH ROW EXECUTE FUNCTION books_papers_counted();
