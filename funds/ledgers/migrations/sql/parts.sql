-- A sum that no line holds alone lies on several: a commitment for each line, the first of which the others are parts
-- of (docs/adr/0055). They are opened at once, for one business of one union, and move as one: what is owed out of them is
-- one sum, and half of it on its way would be nowhere.
-- Test: tests/funds/ledgers/test_several_lines.py.

CREATE FUNCTION ledgers_commitment_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledgers_commitment head
        JOIN ledgers_budgetline there ON there.id = head.line_id JOIN ledgers_budgetline here ON here.id = NEW.line_id
        WHERE head.id = NEW.part_of_id AND head.part_of_id IS NULL AND head.source = NEW.source
          AND there.id <> here.id AND there.union_id = here.union_id
          AND NOT EXISTS (SELECT FROM ledgers_posting p WHERE p.commitment_id = head.id)
    ) THEN
        RAISE EXCEPTION 'commitment % is no part of %', NEW.id, NEW.part_of_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'commitment_part_of_its_whole';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_commitment_part BEFORE INSERT ON ledgers_commitment
    FOR EACH ROW WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION ledgers_commitment_part();

CREATE FUNCTION ledgers_posting_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledgers_commitment part JOIN ledgers_commitment head ON head.id = part.part_of_id
        WHERE part.part_of_id IN (
            SELECT coalesce(c.part_of_id, c.id) FROM fresh f JOIN ledgers_commitment c ON c.id = f.commitment_id
        ) AND (part.committed * head.amount, part.in_transit * head.amount,
               (part.paid + part.recovered) * head.amount)
              IS DISTINCT FROM (head.committed * part.amount, head.in_transit * part.amount,
                                (head.paid + head.recovered) * part.amount)
    ) THEN
        RAISE EXCEPTION 'what is held on several lines moves as one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_parts_move_as_one';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledgers_posting_2_parts AFTER INSERT ON ledgers_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledgers_posting_parts();
