-- A loan is of revolving money of the union that lends, over what its commitment holds; its plan pays back the principal and
-- no more (there is no interest). What was granted does not change. What came back is the sum of its repayments, each in the
-- books; nothing comes before it is out, nor beyond it. At the end of a transaction the books say the same.
-- Why: what is lent to whom without a trace, or comes back into somebody's pocket, is what an audit looks for first.
-- Test: tests/funds/loans/test_loans.py.

CREATE FUNCTION loans_loan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY[
        'state', 'repaid', 'written_off', 'lent_on', 'reason', 'document_no', 'asked_at', 'asked_by_id',
        'asked_for_id', 'declined_at', 'declined_by_id', 'declined_for_id', 'declined_why', 'written_at', 'written_by_id', 'written_for_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'granted' OR NEW.repaid <> 0 OR NEW.written_off <> 0 OR NOT EXISTS (
            SELECT FROM ledgers_commitment c JOIN ledgers_budgetline l ON l.id = c.line_id
            WHERE c.id = NEW.commitment_id AND c.amount = NEW.amount AND c.use_id = 'revolving'
              AND l.union_id = NEW.union_id
        ) THEN
            RAISE EXCEPTION 'a loan is of revolving money that is held for it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'loan_of_revolving_money';
        END IF;
    ELSIF TG_OP = 'DELETE' OR to_jsonb(NEW) - steps <> to_jsonb(OLD) - steps OR (OLD.state, NEW.state) NOT IN (
        ('granted', 'granted'), ('granted', 'lent'), ('granted', 'cancelled'), ('lent', 'lent'), ('lent', 'granted'),
        ('lent', 'repaid'), ('lent', 'written'), ('repaid', 'repaid'), ('written', 'written'), ('cancelled', 'cancelled')
    ) OR OLD.state IN ('repaid', 'written', 'cancelled') AND to_jsonb(NEW) - ancestors <> to_jsonb(OLD) - ancestors THEN
        RAISE EXCEPTION 'a loan stays what was granted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'loan_keeps';
    END IF;
    -- Nothing takes the place of a request that waits: it is decided first.
    IF TG_OP = 'UPDATE' AND OLD.asked_at IS NOT NULL AND NEW.asked_at IS NOT NULL
       AND (OLD.asked_at, OLD.asked_by_id, OLD.asked_for_id, OLD.reason, OLD.document_no)
           IS DISTINCT FROM (NEW.asked_at, NEW.asked_by_id, NEW.asked_for_id, NEW.reason, NEW.document_no) THEN
        RAISE EXCEPTION 'the request to write loan % off waits', NEW.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'loan_request_waits';
    END IF;
    IF NEW.granted_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.granted_by_id, NEW.granted_for_id, NEW.granted_at), false)
       OR NEW.asked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.asked_by_id, NEW.asked_for_id, NEW.asked_at), false)
       OR NEW.declined_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.declined_by_id, NEW.declined_for_id, NEW.declined_at), false)
       OR NEW.written_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.written_by_id, NEW.written_for_id, NEW.written_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'loan_by_who_stands_in';
    END IF;
    IF NEW.repaid <> (SELECT coalesce(sum(amount), 0) FROM loans_loanrepayment WHERE loan_id = NEW.id) THEN
        RAISE EXCEPTION 'what came back is what was written down'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'loan_repaid_is_sum';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER loans_loan_guard BEFORE INSERT OR UPDATE OR DELETE ON loans_loan
    FOR EACH ROW EXECUTE FUNCTION loans_loan_guard();
CREATE TRIGGER loans_loan_no_truncate BEFORE TRUNCATE ON loans_loan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The plan and the books, once all of a transaction is there.
CREATE FUNCTION loans_loan_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loan loans_loan;
    held ledgers_commitment;
BEGIN
    SELECT * INTO loan FROM loans_loan WHERE id = NEW.id;
    SELECT * INTO held FROM ledgers_commitment WHERE id = loan.commitment_id;
    IF loan.amount IS DISTINCT FROM (SELECT sum(amount) FROM loans_loanpart WHERE loan_id = loan.id) OR EXISTS (
        SELECT FROM (SELECT upto, sum(amount) OVER (ORDER BY due_on) AS done FROM loans_loanpart WHERE loan_id = loan.id) p
        WHERE p.upto <> p.done
    ) THEN
        RAISE EXCEPTION 'the plan of loan % pays back its principal', loan.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'loan_plan_is_principal';
    END IF;
    IF held.recovered <> loan.repaid
       OR held.paid <> (CASE WHEN loan.lent_on IS NULL THEN 0 ELSE loan.amount - loan.repaid END) THEN
        RAISE EXCEPTION 'the books say something else of loan %', loan.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'loan_as_in_the_books';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER loans_loan_whole AFTER INSERT OR UPDATE ON loans_loan
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION loans_loan_whole();

-- The lock makes two who write down a repayment take turns; the loan's row counts it right after.
CREATE FUNCTION loans_repayment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loan loans_loan;
BEGIN
    SELECT * INTO loan FROM loans_loan WHERE id = NEW.loan_id FOR NO KEY UPDATE;
    IF loan.state <> 'lent' OR loan.repaid + NEW.amount > loan.amount THEN
        RAISE EXCEPTION 'no more comes back than is out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'loan_repayment_of_what_is_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER loans_repayment_guard BEFORE INSERT ON loans_loanrepayment
    FOR EACH ROW EXECUTE FUNCTION loans_repayment_guard();

CREATE FUNCTION loans_repayment_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledgers_journal j JOIN ledgers_posting p ON p.journal_id = j.id JOIN loans_loan l ON l.id = NEW.loan_id
        WHERE j.id = NEW.key AND j.event = 'recover' AND p.side = 'D' AND p.amount = NEW.amount
          AND p.commitment_id = l.commitment_id
    ) OR (SELECT repaid FROM loans_loan WHERE id = NEW.loan_id)
         <> (SELECT sum(amount) FROM loans_loanrepayment WHERE loan_id = NEW.loan_id) THEN
        RAISE EXCEPTION 'what came back is in the books'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'loan_repayment_booked';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER loans_repayment_booked AFTER INSERT ON loans_loanrepayment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION loans_repayment_booked();
