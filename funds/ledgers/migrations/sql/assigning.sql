-- What has a use keeps it: money is assigned out of the pool, or for the same use in another year; to another use it
-- goes by a decision of three (funds.budgets). At the end of the year it may lose its use, as its document says. Back
-- to the use for which it came it goes with the return that takes it further, and comes back with the reversal of that
-- alone. Who assigned money does not take the assignment back alone, where the fund permits another use: reversed and
-- assigned anew it would have gone from one use to the other by one hand.
-- Test: tests/funds/ledgers/test_assigning.py.

CREATE FUNCTION ledgers_assign_keeps_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole uuid;
BEGIN
    IF NEW.source LIKE 'ledgers.journal:%' THEN whole := substr(NEW.source, 17)::uuid; END IF;
    IF EXISTS (
        SELECT FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
        JOIN ledgers_budgetline giver ON giver.id = a.line_id
        JOIN ledgers_posting q ON q.journal_id = p.journal_id AND q.side = 'C'
        JOIN ledgers_account b ON b.id = q.account_id JOIN ledgers_budgetline taker ON taker.id = b.line_id
        WHERE p.journal_id = NEW.id AND p.side = 'D' AND a.bucket = 'available' AND b.bucket = 'available'
          AND giver.use_id <> 'pool' AND taker.use_id <> giver.use_id
          AND NOT (NEW.event = 'carry' AND taker.use_id = 'pool')
          AND NOT EXISTS (
              SELECT FROM ledgers_journal r JOIN ledgers_posting back ON back.journal_id = r.id AND back.side = 'D'
              WHERE r.id = whole AND r.event = 'return' AND r.xact = NEW.xact
                AND (back.account_id, back.amount) = (q.account_id, q.amount)
          )
    ) THEN
        RAISE EXCEPTION 'journal % takes money from its use without a decision', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assign_keeps_its_use';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledgers_assign_keeps_use AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.event IN ('assign', 'carry'))
    EXECUTE FUNCTION ledgers_assign_keeps_use();

CREATE FUNCTION ledgers_assign_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    original ledgers_journal;
BEGIN
    SELECT * INTO original FROM ledgers_journal WHERE id = NEW.reverses_id;
    IF original.event = 'assign' AND original.source NOT LIKE 'ledgers.journal:%'
       AND (NEW.made_by_id IN (original.made_by_id, original.made_for_id)
            OR NEW.made_for_id IN (original.made_by_id, original.made_for_id))
       AND 1 < (
           SELECT count(DISTINCT u.use_id) FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
           JOIN ledgers_budgetline l ON l.id = a.line_id JOIN ledgers_funduse u ON u.fund_id = l.fund_id
           WHERE p.journal_id = original.id AND u.use_id <> 'pool'
       ) THEN
        RAISE EXCEPTION 'assignment % is taken back by another person', original.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assign_reversed_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_assign_taken_back BEFORE INSERT ON ledgers_journal
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledgers_assign_taken_back();

-- A return and what went to its line for it are taken back together, or neither.
CREATE FUNCTION ledgers_return_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    original ledgers_journal;
    whole uuid;
BEGIN
    SELECT * INTO original FROM ledgers_journal WHERE id = NEW.reverses_id;
    IF original.event = 'assign' AND original.source LIKE 'ledgers.journal:%' THEN
        whole := substr(original.source, 17)::uuid;
    ELSIF original.event <> 'return' THEN
        RETURN NULL;
    END IF;
    IF whole IS NOT NULL AND NOT EXISTS (SELECT FROM ledgers_journal WHERE reverses_id = whole) OR EXISTS (
        SELECT FROM ledgers_journal part
        WHERE part.source = 'ledgers.journal:' || original.id AND part.source <> '' AND part.event = 'assign'
          AND NOT EXISTS (SELECT FROM ledgers_journal r WHERE r.reverses_id = part.id)
    ) THEN
        RAISE EXCEPTION 'a return and what went back to its use for it are reversed together'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'return_reversed_with_its_use';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledgers_return_taken_back AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
    EXECUTE FUNCTION ledgers_return_taken_back();
