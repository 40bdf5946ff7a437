-- What is held and not paid at the end of a year goes to the line of the same fund and use of the next one, whole, and its
-- commitment with it (docs/adr/0079): what is owed, its number and the caps that it counts against stay those of the year of
-- the decision. What is at the bank, was paid in part or set off stays where it was paid from.
-- Test: tests/funds/ledgers/test_carrying_held.py.

-- Four legs for each commitment, on two lines; a reversal mirrors them, which `ledgers_journal_balanced` keeps.
CREATE FUNCTION ledgers_held_carried_by_four() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT p.commitment_id, count(*) AS legs, count(DISTINCT p.amount) AS sums,
                   max(a.line_id) FILTER (WHERE a.bucket = 'committed' AND p.side = 'D') AS giver,
                   max(a.line_id) FILTER (WHERE a.bucket = 'source' AND p.side = 'C') AS given,
                   max(a.line_id) FILTER (WHERE a.bucket = 'committed' AND p.side = 'C') AS taker,
                   max(a.line_id) FILTER (WHERE a.bucket = 'source' AND p.side = 'D') AS taken
            FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
            WHERE p.journal_id = NEW.id GROUP BY p.commitment_id
        ) part
        LEFT JOIN ledgers_budgetline g ON g.id = part.giver LEFT JOIN ledgers_budgetline t ON t.id = part.taker
        WHERE part.commitment_id IS NULL OR (part.legs, part.sums) <> (4, 1) OR part.giver IS NULL OR part.taker IS NULL
           OR (part.giver, part.taker) IS DISTINCT FROM (part.given, part.taken)
           OR (g.fund_id, g.use_id, g.year + 1) IS DISTINCT FROM (t.fund_id, t.use_id, t.year)
    ) THEN
        RAISE EXCEPTION 'journal % does not carry what is held to the next year', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_carried_to_next_year';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledgers_held_carried_by_four AFTER INSERT ON ledgers_journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.event = 'carry_held')
    EXECUTE FUNCTION ledgers_held_carried_by_four();

-- Called where postings name commitments of another line. `moved` are those of journals that carry, or take that back.
CREATE FUNCTION ledgers_carry_held(keys uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledgers_commitment WHERE id IN (
        SELECT commitment_id FROM ledgers_posting WHERE journal_id = ANY(keys)
    ) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
        JOIN ledgers_commitment c ON c.id = p.commitment_id
        WHERE p.journal_id = ANY(keys) AND a.bucket = 'committed' AND p.side = 'D'
          AND (c.line_id <> a.line_id OR c.committed <> p.amount
               OR c.in_transit + c.paid + c.recovered + c.set_off <> 0)
    ) THEN
        RAISE EXCEPTION 'what is not held whole on its line is not carried'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_carried_whole';
    END IF;
    UPDATE ledgers_commitment c SET line_id = a.line_id
    FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
    WHERE p.journal_id = ANY(keys) AND a.bucket = 'committed' AND p.side = 'C' AND c.id = p.commitment_id;
    -- Two parts of one sum on one line could not be told apart; of parts the unique constraint says so, of the first
    -- one and a part this.
    IF EXISTS (
        SELECT FROM ledgers_posting p JOIN ledgers_commitment c ON c.id = p.commitment_id
        JOIN ledgers_commitment o ON o.id = c.part_of_id OR o.part_of_id = c.id
        WHERE p.journal_id = ANY(keys) AND o.line_id = c.line_id
    ) THEN
        RAISE EXCEPTION 'two parts of one sum lie on different lines'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'commitment_part_once';
    END IF;
END $$;
