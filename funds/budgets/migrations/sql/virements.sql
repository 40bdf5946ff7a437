-- Money goes from one use of a fund to another (调剂) only as its document permits and as three people decided: a request
-- begins with a use that the fund permits and stays what it was; its voucher says the same; no voucher of this kind stands
-- without one; what takes one back mirrors it. That the three are apart is a check of the table.
-- Why: an earmark that one person can lift is none. Money collected for one household has no other use at all.
-- Test: tests/funds/budgets/test_virements.py.

CREATE FUNCTION budgets_virement_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY[
        'state', 'note', 'checked_at', 'checked_by_id', 'checked_for_id', 'approved_at', 'approved_by_id',
        'approved_for_id', 'booked_at', 'booked_by_id', 'journal_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'submitted' OR NOT EXISTS (
            SELECT FROM ledgers_budgetline l JOIN ledgers_fund f ON f.id = l.fund_id
            JOIN ledgers_funduse p ON p.fund_id = f.id AND p.use_id = NEW.use_id
            WHERE l.id = NEW.line_id AND l.union_id = NEW.union_id AND f.source <> 'entrusted'
              AND l.use_id <> 'pool' AND NEW.use_id <> 'pool' AND l.use_id <> NEW.use_id
        ) THEN
            RAISE EXCEPTION 'this money is not permitted for use %', NEW.use_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'virement_permitted';
        END IF;
        IF num_nonnulls(NEW.checked_at, NEW.checked_by_id, NEW.checked_for_id, NEW.approved_at, NEW.approved_by_id,
                        NEW.approved_for_id, NEW.booked_at, NEW.booked_by_id, NEW.journal_id) > 0 THEN
            RAISE EXCEPTION 'a virement begins as it is asked for, checked by nobody'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'virement_begins';
        END IF;
        -- Two who ask for the same to be taken back take turns.
        PERFORM FROM budgets_virement WHERE id = NEW.undoes_id FOR UPDATE;
        IF NEW.undoes_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM budgets_virement done JOIN ledgers_budgetline was ON was.id = done.line_id
            JOIN ledgers_budgetline l ON l.id = NEW.line_id
            WHERE done.id = NEW.undoes_id AND done.state = 'booked' AND NEW.amount <= done.amount
              AND (l.fund_id, l.year, l.use_id, NEW.use_id) = (was.fund_id, was.year, done.use_id, was.use_id)
              AND NOT EXISTS (SELECT FROM budgets_virement other WHERE other.undoes_id = done.id
                              AND other.state NOT IN ('refused', 'dropped'))
        ) THEN
            RAISE EXCEPTION 'virement % is taken back once, by what mirrors it', NEW.undoes_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'virement_undoes_mirrors';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NOT (
        NEW.state = OLD.state AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors
        OR (OLD.state, NEW.state) IN (
            ('submitted', 'checked'), ('submitted', 'refused'), ('checked', 'approved'), ('checked', 'refused'),
            ('approved', 'booked'), ('submitted', 'dropped'), ('approved', 'dropped')
        ) AND to_jsonb(NEW) - steps = to_jsonb(OLD) - steps
          AND (OLD.checked_by_id IS NULL OR (NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at)
               IS NOT DISTINCT FROM (OLD.checked_by_id, OLD.checked_for_id, OLD.checked_at))
          AND (OLD.approved_by_id IS NULL OR (NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at)
               IS NOT DISTINCT FROM (OLD.approved_by_id, OLD.approved_for_id, OLD.approved_at))
    ) THEN
        RAISE EXCEPTION 'a virement stays what was asked for and decided'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'virement_keeps';
    END IF;
    IF NEW.state = 'booked' AND NOT (
        SELECT count(*) = 4 AND coalesce(bool_and(j.event = 'shift' AND p.amount = NEW.amount), false)
           AND 1 = count(*) FILTER (WHERE a.bucket = 'available' AND p.side = 'D' AND l.id = giver.id)
           AND 1 = count(*) FILTER (WHERE a.bucket = 'available' AND p.side = 'C'
                                    AND (l.fund_id, l.year, l.use_id) = (giver.fund_id, giver.year, NEW.use_id))
        FROM ledgers_posting p JOIN ledgers_journal j ON j.id = p.journal_id
        JOIN ledgers_account a ON a.id = p.account_id JOIN ledgers_budgetline l ON l.id = a.line_id
        JOIN ledgers_budgetline giver ON giver.id = NEW.line_id
        WHERE j.id = NEW.journal_id
    ) THEN
        RAISE EXCEPTION 'the voucher of virement % says something else', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'virement_becomes_its_voucher';
    END IF;
    IF NEW.checked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false)
       OR NEW.approved_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'virement_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_virement_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_virement
    FOR EACH ROW EXECUTE FUNCTION budgets_virement_keeps();
CREATE TRIGGER budgets_virement_no_truncate BEFORE TRUNCATE ON budgets_virement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- At the end of the transaction, as the voucher comes before the row that names it.
CREATE FUNCTION budgets_shift_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM budgets_virement WHERE journal_id = NEW.id) THEN
        RAISE EXCEPTION 'voucher % moves money to another use without a decision', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_is_decided';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER budgets_shift_decided AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.event = 'shift') EXECUTE FUNCTION budgets_shift_decided();
