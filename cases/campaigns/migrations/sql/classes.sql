-- Money whose document says whom it helps is not held for somebody else on a list: by the category of the file, who has
-- none is of no category, and the honour of whom it is for (cases.archives.rules.subjects).
-- Test: tests/cases/campaigns/test_beneficiaries.py.

CREATE FUNCTION campaign_commitment_for_its_class() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM campaigns_beneficiary one
          LEFT JOIN archives_household household ON household.id = one.household_id
          LEFT JOIN archives_member helped ON helped.id = coalesce(one.member_id, household.head_id)
         WHERE one.id = split_part(NEW.source, ':', 2)::bigint
           AND NOT ledger_fund_is_for(NEW.line_id, ARRAY[
               coalesce(nullif(household.category, ''), 'other'),
               CASE WHEN coalesce(helped.model_worker, '') NOT IN ('', 'none') THEN 'model' END
           ]::text[])
    ) THEN
        RAISE EXCEPTION 'the document of line % does not help %', NEW.line_id, NEW.source
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_for_its_class';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_commitment_for_its_class BEFORE INSERT ON ledgers_commitment FOR EACH ROW
    WHEN (NEW.source ~ '^campaigns\.beneficiary:[0-9]+$') EXECUTE FUNCTION campaign_commitment_for_its_class();
