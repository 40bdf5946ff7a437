-- A message stays whose it is; what was read may be unread again for an hour (撤销), then it stays read.
-- Test: tests/messaging/test_messages.py.

CREATE FUNCTION receipt_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.message_id = OLD.message_id AND NEW.to_id = OLD.to_id
           AND (OLD.read_at IS NULL OR NEW.read_at IS NOT DISTINCT FROM OLD.read_at
                OR (NEW.read_at IS NULL AND OLD.read_at > now() - interval '1 hour')) THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a message is only read' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER messaging_receipt_kept BEFORE UPDATE OR DELETE ON messaging_receipt
    FOR EACH ROW EXECUTE FUNCTION receipt_kept();
