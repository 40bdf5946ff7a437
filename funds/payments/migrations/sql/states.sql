-- The sets of states of a payment that the guards below ask for: those of states.py by the same names.
-- Test: tests/funds/payments/test_states.py.

CREATE FUNCTION payment_is_live(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT state IN ('ready', 'sent', 'paid') $$;
CREATE FUNCTION payment_has_left(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT state IN ('sent', 'paid') $$;
CREATE FUNCTION payment_has_ended(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT state NOT IN ('ready', 'sent') $$;
