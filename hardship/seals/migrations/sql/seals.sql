-- A seal is what it says: digest and chain are computed again, the day follows the day before, and is over.
-- Test: tests/seals/test_around_python.py.

ALTER TABLE seals_seal
    ADD CONSTRAINT seal_prints_of_its_rows CHECK (octet_length(prints) = rows::bigint * 24),
    ADD CONSTRAINT seal_digest_of_its_prints CHECK (digest = encode(sha256(prints), 'hex')),
    ADD CONSTRAINT seal_chain_of_its_day CHECK (chain = encode(sha256(convert_to(
        to_char(day, 'YYYY-MM-DD') || ' ' || rows || ' ' || digest || ' ' || previous, 'UTF8')), 'hex')),
    ADD CONSTRAINT seal_of_a_day_that_is_over CHECK (stamp >= until);

CREATE FUNCTION seals_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last seals_seal;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('seals_seal'));
    SELECT * INTO last FROM seals_seal ORDER BY day DESC LIMIT 1;
    IF last.day IS NULL AND NEW.previous <> repeat('0', 64) THEN
        RAISE EXCEPTION 'the first seal has nothing before it' USING ERRCODE = 'check_violation';
    END IF;
    IF last.day IS NOT NULL AND (NEW.previous <> last.chain OR NEW.day <> last.day + 1) THEN
        RAISE EXCEPTION 'a seal follows the day before' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seals_follow BEFORE INSERT ON seals_seal FOR EACH ROW EXECUTE FUNCTION seals_follow();

-- Nothing is added to a day that is sealed.
CREATE FUNCTION seals_keep_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.at < (SELECT max(until) FROM seals_seal) THEN
        RAISE EXCEPTION 'that day of the audit trail is sealed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seals_keep_days BEFORE INSERT ON audit_auditrecord
    FOR EACH ROW EXECUTE FUNCTION seals_keep_days();
