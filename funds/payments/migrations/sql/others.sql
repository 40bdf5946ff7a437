-- Somebody else is paid (代收) only as one person asked and another approved. What was asked for does not change, so that
-- another account is another request; it is asked for and decided while no line of the payable is live, and a line that
-- goes by it keeps it. A line names whom it is owed to, or the approved request and then exactly its name and account;
-- asked again when it leaves. In cash it has no account, and no hospital or school is paid so. Whoever stands in (代办)
-- was asked to.
-- Test: tests/funds/payments/test_others.py, tests/funds/payments/test_cash_batches.py.

CREATE FUNCTION other_payee_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owed payments_payable;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a request stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'other_payee_stays';
    END IF;
    SELECT * INTO owed FROM payments_payable WHERE id = NEW.payable_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' OR NEW.union_id <> owed.union_id OR owed.state <> 'open' THEN
            RAISE EXCEPTION 'somebody else is asked for while a payable is open'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'other_payee_begins_asked';
        END IF;
    ELSIF (OLD.uid, OLD.union_id, OLD.payable_id, OLD.reason, OLD.party, OLD.note, OLD.in_place_of, OLD.name, OLD.number, OLD.number_index,
           OLD.bank_name, OLD.bank_card, OLD.bank_card_index, OLD.proof, OLD.proof_sha256, OLD.asked_at, OLD.asked_by_id,
           OLD.asked_for_id)
          IS DISTINCT FROM
          (NEW.uid, NEW.union_id, NEW.payable_id, NEW.reason, NEW.party, NEW.note, NEW.in_place_of, NEW.name, NEW.number, NEW.number_index,
           NEW.bank_name, NEW.bank_card, NEW.bank_card_index, NEW.proof, NEW.proof_sha256, NEW.asked_at, NEW.asked_by_id,
           NEW.asked_for_id)
          OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
             (('asked', 'approved'), ('asked', 'declined'), ('asked', 'void'), ('approved', 'void')) THEN
        RAISE EXCEPTION 'a request is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'other_payee_frozen';
    ELSIF NEW.state <> OLD.state AND NEW.state <> 'declined' AND EXISTS (
        SELECT FROM payments_payment p WHERE p.payable_id = NEW.payable_id AND payment_is_live(p.state)
            AND (NEW.state = 'approved' OR p.other_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'who is paid does not change while a line is live'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'other_payee_between_lines';
    END IF;
    IF NEW.asked_for_id IS NOT NULL AND NOT coalesce(stands_in_for(NEW.asked_by_id, NEW.asked_for_id, NEW.asked_at), false)
       OR NEW.decided_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.decided_by_id, NEW.decided_for_id, NEW.decided_at), false) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'other_payee_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_otherpayee_guard BEFORE INSERT OR UPDATE OR DELETE ON payments_otherpayee
    FOR EACH ROW EXECUTE FUNCTION other_payee_guard();
CREATE TRIGGER payments_otherpayee_no_truncate BEFORE TRUNCATE ON payments_otherpayee
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION payment_names_its_payee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other payments_otherpayee;
    in_cash boolean := (SELECT method = 'cash' FROM payments_paymentbatch WHERE id = NEW.batch_id);
BEGIN
    SELECT * INTO other FROM payments_otherpayee WHERE payable_id = NEW.payable_id AND state = 'approved' FOR SHARE;
    IF in_cash <> (NEW.bank_card IS NULL) OR in_cash <> (NEW.bank_card_index IS NULL)
       OR in_cash AND (NEW.bank_name <> '' OR NEW.bank_branch <> '' OR coalesce(other.party, '') IN ('hospital', 'school')) THEN
        RAISE EXCEPTION 'a line of a bank list has an account, one that is paid in cash has none'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_as_its_batch';
    END IF;
    IF NEW.other_id IS DISTINCT FROM other.id
       OR NEW.other_id IS NULL
          AND NEW.payee <> (SELECT payee FROM payments_payable WHERE id = NEW.payable_id)
       OR NEW.other_id IS NOT NULL AND (NEW.payee <> other.name OR NOT in_cash
          AND (NEW.bank_name, NEW.bank_card_index) IS DISTINCT FROM (other.bank_name, other.bank_card_index)) THEN
        RAISE EXCEPTION 'a line pays whom it is owed to, or who was approved instead'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payment_names_its_payee';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_begins_to_payee BEFORE INSERT ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payment_names_its_payee();
CREATE TRIGGER payments_payment_leaves_to_payee BEFORE UPDATE OF state ON payments_payment
    FOR EACH ROW WHEN (NEW.state = 'sent' AND OLD.state <> 'sent') EXECUTE FUNCTION payment_names_its_payee();
