-- A receipt number is claimed by one application at a time, whichever household, programme, union or year it is of.
-- An application claims its numbers when it is handed in, keeps them while it is sent back, and lets go of them when
-- it is withdrawn, refused or revoked; only these triggers write the table. The numbers are in the one form that
-- rules.read_invoices gives them: capital letters and figures. Test: tests/cases/applications/test_invoices.py.

ALTER TABLE applications_application ADD CONSTRAINT application_invoices_plain CHECK (
    jsonb_typeof(invoices) = 'array' AND NOT jsonb_path_exists(invoices, 'strict $[*] ? (
        !(@.number like_regex "^[0-9A-Z]{6,40}$" && @.issuer != "")
        || (@.number like_regex "^[0-9A-Z]{6,40}$" && @.issuer != "") is unknown
    )')
);
CREATE FUNCTION invoice_is_held(asked bigint, wanted text, kept boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM applications_application
         WHERE id = asked AND invoices @> jsonb_build_array(jsonb_build_object('number', wanted))
           AND (state IN ('review', 'public_notice', 'approval', 'suspended', 'approved')
                OR kept AND state = 'returned'))
$$;
CREATE FUNCTION application_claims_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM applications_invoiceclaim claim
     WHERE claim.application_id = NEW.id AND NOT invoice_is_held(NEW.id, claim.number, true);
    INSERT INTO applications_invoiceclaim (application_id, number)
    SELECT NEW.id, invoice ->> 'number' FROM jsonb_array_elements(NEW.invoices) invoice
     WHERE invoice_is_held(NEW.id, invoice ->> 'number', false) AND NOT EXISTS (
        SELECT FROM applications_invoiceclaim own
         WHERE own.application_id = NEW.id AND own.number = invoice ->> 'number')
     ORDER BY 2;
    RETURN NULL;
END $$;
CREATE TRIGGER application_claims_invoices AFTER INSERT ON applications_application FOR EACH ROW
    WHEN (NEW.invoices <> '[]') EXECUTE FUNCTION application_claims_invoices();
CREATE TRIGGER application_moves_invoices AFTER UPDATE ON applications_application FOR EACH ROW
    WHEN ((OLD.state, OLD.invoices) IS DISTINCT FROM (NEW.state, NEW.invoices)
          AND (OLD.invoices <> '[]' OR NEW.invoices <> '[]'))
    EXECUTE FUNCTION application_claims_invoices();
CREATE FUNCTION invoice_claim_follows_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND invoice_is_held(NEW.application_id, NEW.number, false) THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' AND NOT invoice_is_held(OLD.application_id, OLD.number, true) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a claim of an invoice follows its application'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'invoice_claim_follows_application';
END $$;
CREATE TRIGGER invoice_claim_follows_application BEFORE INSERT OR UPDATE OR DELETE ON applications_invoiceclaim
    FOR EACH ROW EXECUTE FUNCTION invoice_claim_follows_application();
