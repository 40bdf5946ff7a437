-- Whoever stands in (代办) for a maker, checker or releaser of a batch was asked to, on that day; that of all names in
-- the three steps none stands twice is the constraint batch_three_people.
-- Likewise whoever stands in for who corrects an account.
-- Test: tests/funds/payments/test_stood_in.py.

CREATE FUNCTION batch_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.made_for_id IS NOT NULL AND NOT stands_in_for(NEW.made_by_id, NEW.made_for_id, NEW.made_at)
       OR NEW.checked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false)
       OR NEW.released_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.released_by_id, NEW.released_for_id, NEW.released_at), false)
       OR NEW.sent_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.sent_by_id, NEW.sent_for_id, NEW.sent_at), false)
       OR NEW.unsent_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.unsent_by_id, NEW.unsent_for_id, NEW.unsent_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'batch_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_paymentbatch_stand_in
    BEFORE INSERT OR UPDATE OF made_for_id, checked_for_id, released_for_id, sent_for_id, unsent_for_id
    ON payments_paymentbatch
    FOR EACH ROW EXECUTE FUNCTION batch_guard_stand_in();
CREATE FUNCTION payment_guard_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.corrected_for_id IS NOT NULL
       AND NOT coalesce(stands_in_for(NEW.corrected_by_id, NEW.corrected_for_id, NEW.corrected_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_stand_in BEFORE INSERT OR UPDATE OF corrected_for_id ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_guard_stand_in();
