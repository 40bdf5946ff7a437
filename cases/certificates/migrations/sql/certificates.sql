-- A certificate begins valid, by the union of its file and for somebody there, keeps what it says, moves by its steps alone;
-- one in place of another names one of the same holder that was renewed. It is used while it is valid, on a day within
-- its days (requirement D8).
-- Test: tests/cases/certificates/test_certificates.py.

CREATE FUNCTION certificates_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step certificates_certificatestep%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'valid' OR NOT EXISTS (
            SELECT FROM archives_member member JOIN archives_household household ON household.id = member.household_id
             WHERE member.id = NEW.holder_id AND household.id = NEW.household_id AND household.union_id = NEW.issuer_id
        ) OR NEW.previous_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM certificates_certificate
             WHERE id = NEW.previous_id AND state = 'renewed' AND holder_id = NEW.holder_id AND kind = NEW.kind
        ) THEN
            RAISE EXCEPTION 'a certificate begins valid, for one of its household'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_begins_valid';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'certificate % stays as it was issued', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_stays';
    END IF;
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        SELECT * INTO step FROM certificates_certificatestep WHERE certificate_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state THEN
            RAISE EXCEPTION 'certificate % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_moves_by_steps';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_certificate_guard BEFORE INSERT OR UPDATE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_guard();
CREATE TRIGGER certificates_certificate_kept BEFORE DELETE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION certificates_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM certificates_certificate WHERE id = NEW.certificate_id AND state = NEW.source) THEN
        RAISE EXCEPTION 'certificate % is not in state %', NEW.certificate_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_step_from_where_it_is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_certificatestep_guard BEFORE INSERT ON certificates_certificatestep
    FOR EACH ROW EXECUTE FUNCTION certificates_guard_step();

CREATE FUNCTION certificates_guard_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."on" > hardship_today() OR NOT EXISTS (
        SELECT FROM certificates_certificate
         WHERE id = NEW.certificate_id AND state = 'valid' AND NEW."on" BETWEEN from_on AND until_on
    ) THEN
        RAISE EXCEPTION 'certificate % is not valid on that day', NEW.certificate_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificate_used_while_valid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_certificateuse_guard BEFORE INSERT ON certificates_certificateuse
    FOR EACH ROW EXECUTE FUNCTION certificates_guard_use();
