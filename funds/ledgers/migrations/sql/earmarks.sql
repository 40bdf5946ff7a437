-- Earmarks (专款专用) as foreign keys: a line for a use that its fund does not permit cannot exist.
-- Test: tests/funds/ledgers/test_around_python.py.

ALTER TABLE ledgers_budgetline
    ADD CONSTRAINT budget_line_use_permitted FOREIGN KEY (fund_id, use_id)
        REFERENCES ledgers_funduse (fund_id, use_id),
    ADD CONSTRAINT budget_line_fund_union FOREIGN KEY (fund_id, union_id)
        REFERENCES ledgers_fund (id, union_id);
ALTER TABLE ledgers_commitment ADD CONSTRAINT commitment_use_of_line FOREIGN KEY (line_id, use_id)
    REFERENCES ledgers_budgetline (id, use_id);
ALTER TABLE ledgers_allocation
    ADD CONSTRAINT allocation_use_of_upper_line FOREIGN KEY (upper_line_id, use_id)
        REFERENCES ledgers_budgetline (id, use_id),
    ADD CONSTRAINT allocation_use_of_lower_line FOREIGN KEY (lower_line_id, use_id)
        REFERENCES ledgers_budgetline (id, use_id);
ALTER TABLE ledgers_balance ADD CONSTRAINT balance_bucket_of_account FOREIGN KEY (account_id, bucket)
    REFERENCES ledgers_account (id, bucket);

CREATE FUNCTION ledgers_funduse_within_origin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    upper bigint := (SELECT origin_id FROM ledgers_fund WHERE id = NEW.fund_id);
BEGIN
    IF (SELECT source FROM ledgers_fund WHERE id = NEW.fund_id) IN ('central', 'provincial')
       AND NOT (SELECT is_special FROM ledgers_use WHERE code = NEW.use_id) THEN
        RAISE EXCEPTION 'fund % is special money of the treasury, % is none of its items', NEW.fund_id, NEW.use_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_use_special';
    END IF;
    IF upper IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledgers_funduse WHERE fund_id = upper AND use_id = NEW.use_id
    ) THEN
        RAISE EXCEPTION 'fund % may not permit use %', NEW.fund_id, NEW.use_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_use_within_origin';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_funduse_within_origin BEFORE INSERT ON ledgers_funduse
    FOR EACH ROW EXECUTE FUNCTION ledgers_funduse_within_origin();
CREATE TRIGGER ledgers_fund_identity
    BEFORE UPDATE OF union_id, source, document_no, origin_id, classes, household_cap, person_cap OR DELETE
    ON ledgers_fund
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledgers_fund_no_truncate BEFORE TRUNCATE ON ledgers_fund
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Balances come into being with their account, never at the first posting: two first postings would race.
CREATE FUNCTION ledgers_line_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH made AS (
        INSERT INTO ledgers_account (line_id, bucket)
        SELECT NEW.id, bucket FROM unnest(ARRAY[
            'source', 'available', 'committed', 'in_transit', 'paid', 'allocated', 'returned', 'frozen', 'charged'
        ]) WITH ORDINALITY AS list (bucket, place) ORDER BY place
        RETURNING id, bucket
    )
    INSERT INTO ledgers_balance (account_id, bucket, debit, credit) SELECT id, bucket, 0, 0 FROM made;
    RETURN NULL;
END $$;
CREATE TRIGGER ledgers_budgetline_opened AFTER INSERT ON ledgers_budgetline
    FOR EACH ROW EXECUTE FUNCTION ledgers_line_opened();
