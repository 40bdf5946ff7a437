-- Money whose document says whom it helps is not held for an application of somebody else, nor for one of its
-- instalments: by the category that was submitted and the honour of whom it is for (cases.archives.rules.subjects).
-- Why: the choice of a line is a request that can be made by hand.
-- Test: tests/cases/approvals/test_beneficiaries.py.

CREATE FUNCTION commitment_for_its_class() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM applications_application application
          JOIN archives_household household ON household.id = application.household_id
          LEFT JOIN archives_member helped ON helped.id = coalesce(application.member_id, household.head_id)
         WHERE application.id = CASE split_part(NEW.source, ':', 1)
               WHEN 'applications.application' THEN split_part(NEW.source, ':', 2)::bigint
               ELSE (SELECT application_id FROM giving_instalment WHERE id = split_part(NEW.source, ':', 2)::bigint)
               END
           AND NOT ledger_fund_is_for(NEW.line_id, ARRAY[
               coalesce(nullif(application.category, ''), 'other'),
               CASE WHEN coalesce(helped.model_worker, '') NOT IN ('', 'none') THEN 'model' END
           ]::text[])
    ) THEN
        RAISE EXCEPTION 'the document of line % does not help %', NEW.line_id, NEW.source
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_for_its_class';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitment_for_its_class BEFORE INSERT ON ledgers_commitment FOR EACH ROW
    WHEN (NEW.source ~ '^(applications\.application|giving\.instalment):[0-9]+$')
    EXECUTE FUNCTION commitment_for_its_class();
