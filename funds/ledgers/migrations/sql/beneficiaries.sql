-- Whom a document lets its money help, and how much of it one household or person gets at most: what was handed down
-- says the same as the fund it came from, whoever commits counts against the caps of the document, on whichever books,
-- and the document itself stays once it is there. Which classes somebody is of the rooms above know: each of them asks
-- `ledger_fund_is_for` before its money is held.
-- Why: without it money that was given for some goes to others, and one family gets the cap once from every union.
-- Test: tests/funds/ledgers/test_beneficiaries.py.

CREATE FUNCTION ledger_fund_is_for(line bigint, who text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT f.classes = '{}' OR f.classes::text[] && who
    FROM ledgers_budgetline l JOIN ledgers_fund f ON f.id = l.fund_id WHERE l.id = line
$$;

CREATE FUNCTION ledgers_fund_within_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledgers_fund upper WHERE upper.id = NEW.origin_id
          AND (upper.classes, upper.household_cap, upper.person_cap)
              IS NOT DISTINCT FROM (NEW.classes, NEW.household_cap, NEW.person_cap)
    ) THEN
        RAISE EXCEPTION 'fund % helps whom its origin helps', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_within_origin';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_fund_within_origin BEFORE INSERT ON ledgers_fund
    FOR EACH ROW WHEN (NEW.origin_id IS NOT NULL) EXECUTE FUNCTION ledgers_fund_within_origin();
CREATE TRIGGER ledgers_fund_scan_stays BEFORE UPDATE OF scan, scan_type, scan_sha256 ON ledgers_fund
    FOR EACH ROW WHEN (OLD.scan <> '') EXECUTE FUNCTION refuse_change();

CREATE FUNCTION ledgers_commitment_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fund ledgers_fund;
    root bigint;
BEGIN
    SELECT f.* INTO fund FROM ledgers_budgetline l JOIN ledgers_fund f ON f.id = l.fund_id WHERE l.id = NEW.line_id;
    IF fund.household_cap IS NULL AND fund.person_cap IS NULL THEN RETURN NULL; END IF;
    WITH RECURSIVE upwards AS (
        SELECT fund.id AS id, fund.origin_id AS origin_id
        UNION ALL SELECT f.id, f.origin_id FROM ledgers_fund f JOIN upwards u ON f.id = u.origin_id
    )
    SELECT id INTO root FROM upwards WHERE origin_id IS NULL;
    IF EXISTS (
        SELECT FROM (VALUES ('household', fund.household_cap), ('person', fund.person_cap)) AS cap (kind, most)
        WHERE most IS NOT NULL AND NOT EXISTS (
            SELECT FROM ledgers_capshare s JOIN ledgers_capusage u ON u.id = s.usage_id
            WHERE s.commitment_id = NEW.id AND NOT s.is_times AND u.year = 0 AND u.cap <= most
              AND u.scope = format('fund:%s:%s', root, kind)
        )
    ) THEN
        RAISE EXCEPTION 'commitment % does not count against the caps of its document', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_counted';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledgers_commitment_counted AFTER INSERT ON ledgers_commitment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledgers_commitment_counted();
