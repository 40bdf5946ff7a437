-- A request for a file begins waiting, at the union that holds the file, and is answered once: what was asked, by
-- whom and of whom stays, and nothing of it changes after its answer. Agreed is what was offered: the same file, from
-- the one union to the other (requirement A8).
-- Test: tests/cases/transfers/test_requests.py.

CREATE FUNCTION transfers_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE EXCEPTION 'a request begins waiting'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_begins_waiting';
        END IF;
        IF NOT EXISTS (
            SELECT FROM archives_household WHERE id = NEW.household_id AND union_id = NEW.holder_id
        ) THEN
            RAISE EXCEPTION 'union % does not hold file %', NEW.holder_id, NEW.household_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_of_who_holds';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'waiting' OR ROW(
        NEW.uid, NEW.household_id, NEW.holder_id, NEW.asker_id, NEW.id_number, NEW.file_no, NEW.reason,
        NEW.asked_at, NEW.asked_by_id
    ) IS DISTINCT FROM ROW(
        OLD.uid, OLD.household_id, OLD.holder_id, OLD.asker_id, OLD.id_number, OLD.file_no, OLD.reason,
        OLD.asked_at, OLD.asked_by_id
    ) THEN
        RAISE EXCEPTION 'request % stays as it was asked and answered', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_stays';
    END IF;
    IF NEW.transfer_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM transfers_transfer WHERE id = NEW.transfer_id AND household_id = NEW.household_id
            AND source_id = NEW.holder_id AND target_id = NEW.asker_id
    ) THEN
        RAISE EXCEPTION 'transfer % is not what request % asks for', NEW.transfer_id, OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_gets_what_it_asks_for';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_request_guard BEFORE INSERT OR UPDATE ON transfers_transferrequest
    FOR EACH ROW EXECUTE FUNCTION transfers_guard_request();
CREATE TRIGGER transfers_request_stays BEFORE DELETE ON transfers_transferrequest
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
