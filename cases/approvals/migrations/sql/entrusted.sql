-- Money that was collected for one household (为职工募捐) pays nobody else: whoever is owed something of its fund, or of
-- what was handed down from it, is the subject of the drive.
-- Why: colleagues gave it for him; the union only holds it, and owes him all of it.
-- Test: tests/cases/approvals/test_entrusted.py.

CREATE FUNCTION payable_of_whom_it_was_collected_for() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE funds AS (
            SELECT fund.id, fund.origin_id FROM ledgers_commitment held
              JOIN ledgers_budgetline line ON line.id = held.line_id
              JOIN ledgers_fund fund ON fund.id = line.fund_id
             WHERE held.id = NEW.commitment_id OR held.part_of_id = NEW.commitment_id
            UNION
            SELECT upper.id, upper.origin_id FROM funds JOIN ledgers_fund upper ON upper.id = funds.origin_id
        )
        SELECT FROM donations_drive drive JOIN funds ON funds.id = drive.fund_id
         WHERE drive.source = 'entrusted' AND drive.subject <> NEW.subject
    ) THEN
        RAISE EXCEPTION 'this money was collected for somebody else'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payable_of_whom_it_was_collected_for';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payable_of_whom_it_was_collected_for BEFORE INSERT OR UPDATE OF subject, commitment_id ON payments_payable
    FOR EACH ROW EXECUTE FUNCTION payable_of_whom_it_was_collected_for();
