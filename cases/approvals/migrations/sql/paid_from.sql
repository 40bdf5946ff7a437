-- Money whose source would have asked for a stage that the route of an application passed over, as other money was to pay
-- when it was submitted (approvals_routebar), is not held for it.
-- Test: tests/cases/approvals/test_route_cases.py.

CREATE FUNCTION commitment_of_money_of_the_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM applications_application application
          JOIN approvals_routebar bar ON bar.application_id = application.id AND bar.round = application.round
          JOIN ledgers_budgetline line ON line.id = NEW.line_id
          JOIN ledgers_fund fund ON fund.id = line.fund_id AND fund.source = bar.source
         WHERE NEW.source = 'applications.application:' || application.id
            OR NEW.source IN (SELECT 'giving.instalment:' || id FROM giving_instalment WHERE application_id = application.id)
    ) THEN
        RAISE EXCEPTION 'the route of % passed over a stage that this money asks for', NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'commitment_of_money_of_the_route';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitment_of_money_of_the_route BEFORE INSERT ON ledgers_commitment
    FOR EACH ROW EXECUTE FUNCTION commitment_of_money_of_the_route();
