-- A renewal (续助) stands beside a row of an open list of a tuition campaign and names what it is the next of: a row of
-- the same person on an approved list, or their approved application, of the year before. Its proof is a document of the
-- person's file that came in in the year of the campaign, put there while the list is open. A list with a renewal whose
-- proof is missing is neither handed in nor approved.
-- Why: aid goes on until graduation for whoever still studies, and last year's paper does not say so.
-- Test: tests/cases/campaigns/test_renewals.py.

CREATE FUNCTION campaigns_renewal_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    proved text[] := ARRAY['proof_id', 'proved_at', 'proved_by_id', 'proved_for_id'];
    own campaigns_beneficiary;
    list campaigns_campaignlist;
    told campaigns_campaign;
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - proved <> to_jsonb(OLD) - proved THEN
        RAISE EXCEPTION 'a renewal stays what it is the next of'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_stays';
    END IF;
    SELECT * INTO own FROM campaigns_beneficiary WHERE id = NEW.row_id;
    SELECT * INTO list FROM campaigns_campaignlist WHERE id = own.list_id FOR UPDATE;
    SELECT * INTO told FROM campaigns_campaign WHERE id = own.campaign_id;
    IF list.state NOT IN ('draft', 'returned') OR told.state <> 'open' OR own.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'list % is closed to changes', list.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'renewal_of_an_open_list';
    END IF;
    IF TG_OP = 'INSERT' AND (told.kind <> 'tuition' OR own.member_id IS NULL OR NOT EXISTS (
        SELECT FROM campaigns_beneficiary b JOIN campaigns_campaignlist l ON l.id = b.list_id
          JOIN campaigns_campaign c ON c.id = b.campaign_id
         WHERE b.id = NEW.previous_id AND b.removed_at IS NULL AND b.id_number_index = own.id_number_index
           AND l.state = 'approved' AND c.kind = 'tuition' AND c.year = told.year - 1
        UNION ALL
        SELECT FROM applications_application a JOIN archives_member m ON m.id = a.member_id
         WHERE a.id = NEW.application_id AND a.state = 'approved' AND a.year = told.year - 1
           AND m.id_number_index = own.id_number_index
    )) THEN
        RAISE EXCEPTION 'row % renews nothing of last year', own.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_of_last_year';
    END IF;
    IF NEW.proof_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM archives_evidence e
         WHERE e.id = NEW.proof_id AND e.household_id = own.household_id AND e.kind = 'admission'
           AND coalesce(e.member_id, own.member_id) = own.member_id AND e.removed_at IS NULL
           AND extract(year FROM e.uploaded_at AT TIME ZONE 'Asia/Shanghai') = told.year
    ) THEN
        RAISE EXCEPTION 'row % is proved by a document of the year of the campaign', own.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_proved_this_year';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_renewal_keeps BEFORE INSERT OR UPDATE OR DELETE ON campaigns_renewal
    FOR EACH ROW EXECUTE FUNCTION campaigns_renewal_keeps();
CREATE TRIGGER campaigns_renewal_no_truncate BEFORE TRUNCATE ON campaigns_renewal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION campaigns_list_proved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM campaigns_renewal r JOIN campaigns_beneficiary b ON b.id = r.row_id
          LEFT JOIN archives_evidence e ON e.id = r.proof_id
         WHERE b.list_id = NEW.id AND b.removed_at IS NULL AND (r.proof_id IS NULL OR e.removed_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'list % has students of last year without a proof of this year', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_list_proved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_campaignlist_proved BEFORE UPDATE OF state ON campaigns_campaignlist FOR EACH ROW
    WHEN (NEW.state IN ('submitted', 'approved') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION campaigns_list_proved();
