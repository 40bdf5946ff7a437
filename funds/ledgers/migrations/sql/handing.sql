-- Money between the books of two unions: it goes down along the fund's origin, comes back only as far as it went
-- down, and is not taken back once the receiver has confirmed it.
-- Test: tests/funds/ledgers/test_handing.py.

CREATE FUNCTION ledgers_allocation_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    upper ledgers_budgetline;
    lower ledgers_budgetline;
    outstanding numeric;
BEGIN
    -- Two returns to one line take turns.
    SELECT * INTO upper FROM ledgers_budgetline WHERE id = NEW.upper_line_id FOR UPDATE;
    SELECT * INTO lower FROM ledgers_budgetline WHERE id = NEW.lower_line_id;
    IF NEW.union_id <> (CASE NEW.direction WHEN 'up' THEN lower.union_id ELSE upper.union_id END)
       OR upper.fund_id IS DISTINCT FROM (SELECT origin_id FROM ledgers_fund WHERE id = lower.fund_id) THEN
        RAISE EXCEPTION 'allocation between lines % and % that are not of one grant', upper.id, lower.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_along_its_origin';
    END IF;
    PERFORM require_open_union(CASE NEW.direction WHEN 'up' THEN upper.union_id ELSE lower.union_id END);
    IF NEW.direction = 'up' THEN
        SELECT coalesce(sum(CASE a.direction WHEN 'up' THEN -a.amount ELSE a.amount END), 0) INTO outstanding
        FROM ledgers_allocation a JOIN ledgers_budgetline l ON l.id = a.lower_line_id
        WHERE a.upper_line_id = upper.id AND l.fund_id = lower.fund_id
          AND NOT EXISTS (SELECT FROM ledgers_journal r WHERE r.reverses_id = a.upper_journal_id);
        IF NEW.amount > outstanding THEN
            RAISE EXCEPTION 'fund % got % from line %, % returned', lower.fund_id, outstanding, upper.id, NEW.amount
                USING ERRCODE = 'check_violation', CONSTRAINT = 'return_within_allocation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_allocation_whole BEFORE INSERT ON ledgers_allocation
    FOR EACH ROW EXECUTE FUNCTION ledgers_allocation_whole();

-- Confirmed by the union that receives, by somebody else than whoever gave, while it is not taken back. The lock
-- makes whoever confirms and whoever reverses take turns.
CREATE FUNCTION ledgers_arrival_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given ledgers_journal;
    received ledgers_journal;
BEGIN
    SELECT j.* INTO given FROM ledgers_allocation a
        JOIN ledgers_journal j ON j.id = CASE a.direction WHEN 'up' THEN a.lower_journal_id ELSE a.upper_journal_id END
        WHERE a.id = NEW.allocation_id FOR UPDATE OF j;
    SELECT j.* INTO received FROM ledgers_allocation a
        JOIN ledgers_journal j ON j.id = CASE a.direction WHEN 'up' THEN a.upper_journal_id ELSE a.lower_journal_id END
        WHERE a.id = NEW.allocation_id FOR UPDATE OF j;
    IF NEW.union_id <> received.union_id OR NEW.by_id = given.made_by_id OR NEW."on" < given."on"
       OR EXISTS (SELECT FROM ledgers_journal WHERE reverses_id = received.id) THEN
        RAISE EXCEPTION 'allocation % cannot be confirmed', NEW.allocation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'arrival_of_what_came';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_arrival_guard BEFORE INSERT ON ledgers_arrival
    FOR EACH ROW EXECUTE FUNCTION ledgers_arrival_guard();

CREATE FUNCTION ledgers_arrived_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledgers_journal WHERE id = NEW.reverses_id FOR UPDATE;
    IF EXISTS (
        SELECT FROM ledgers_arrival c JOIN ledgers_allocation a ON a.id = c.allocation_id
        WHERE NEW.reverses_id IN (a.upper_journal_id, a.lower_journal_id)
    ) THEN
        RAISE EXCEPTION 'journal % was confirmed by whoever received it', NEW.reverses_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'arrived_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledgers_journal_arrived BEFORE INSERT ON ledgers_journal
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION ledgers_arrived_stays();
