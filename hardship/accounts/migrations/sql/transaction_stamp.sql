-- The number of the transaction that wrote a row is the database's word, whatever the row says. A guard that asks
-- what was written together compares it with pg_current_xact_id(), because xmin is that of a savepoint.
-- Test: tests/cases/archives/test_edits.py.

CREATE FUNCTION stamp_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := pg_current_xact_id();
    RETURN NEW;
END $$;
