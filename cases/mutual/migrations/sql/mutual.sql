-- A claim begins as it was filed, keeps its sum and what it was worked out from, moves by its steps alone, and is checked
-- by another than who filed it (requirement D8). All claims of somebody in a period that are not refused stay within its
-- cap and are of a treatment each, also when they left and joined again: only one enrolment is current, and it is locked.
-- The rule of a period stays once somebody is enrolled. Nothing new in a union that was closed
-- (hardship/accounts/migrations/sql/closed_unions.sql).
-- Test: tests/cases/mutual/test_guards.py.

CREATE FUNCTION mutual_guard_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step mutual_claimstep%ROWTYPE;
    covered record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT period.cap, enrolment.period_id, enrolment.person_index INTO covered FROM mutual_mutualenrolment enrolment
          JOIN mutual_mutualperiod period ON period.id = enrolment.period_id
         WHERE enrolment.id = NEW.enrolment_id AND enrolment.cancelled_at IS NULL
           AND NEW.treated_on BETWEEN greatest(period.from_on, enrolment.paid_on) AND period.until_on
           FOR UPDATE OF enrolment;
        IF NOT FOUND OR NEW.state <> 'filed' THEN
            RAISE EXCEPTION 'a claim is filed for a treatment within its period'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_within_its_period';
        END IF;
        IF EXISTS (
            SELECT FROM mutual_mutualclaim claim JOIN mutual_mutualenrolment enrolment ON enrolment.id = claim.enrolment_id
             WHERE enrolment.period_id = covered.period_id AND enrolment.person_index = covered.person_index
               AND claim.state <> 'refused'
               AND (claim.treated_on, claim.hospital, claim.self_paid) = (NEW.treated_on, NEW.hospital, NEW.self_paid)
        ) THEN
            RAISE EXCEPTION 'a treatment is claimed once'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'mutual_claim_once';
        END IF;
        IF NEW.amount + coalesce((
            SELECT sum(claim.amount) FROM mutual_mutualclaim claim
              JOIN mutual_mutualenrolment enrolment ON enrolment.id = claim.enrolment_id
             WHERE enrolment.period_id = covered.period_id AND enrolment.person_index = covered.person_index
               AND claim.state <> 'refused'
        ), 0) > covered.cap THEN
            RAISE EXCEPTION 'claims of one period stay within its cap'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'mutual_claim_within_the_cap';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.uid, NEW.enrolment_id, NEW.hospital, NEW.treated_on, NEW.self_paid, NEW.amount, NEW.steps_said,
        NEW.created_at, NEW.created_by_id, NEW.stood_in_for_id)
       IS DISTINCT FROM
       (OLD.uid, OLD.enrolment_id, OLD.hospital, OLD.treated_on, OLD.self_paid, OLD.amount, OLD.steps_said,
        OLD.created_at, OLD.created_by_id, OLD.stood_in_for_id)
       OR NEW.state = OLD.state AND (NEW.payer, NEW.paid_on) IS DISTINCT FROM (OLD.payer, OLD.paid_on) THEN
        RAISE EXCEPTION 'claim % stays as it was filed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_stays';
    END IF;
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        SELECT * INTO step FROM mutual_claimstep WHERE claim_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state THEN
            RAISE EXCEPTION 'claim % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_moves_by_steps';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mutual_mutualclaim_guard BEFORE INSERT OR UPDATE ON mutual_mutualclaim
    FOR EACH ROW EXECUTE FUNCTION mutual_guard_claim();
CREATE TRIGGER mutual_mutualclaim_kept BEFORE DELETE ON mutual_mutualclaim
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION mutual_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    claim mutual_mutualclaim%ROWTYPE;
BEGIN
    SELECT * INTO claim FROM mutual_mutualclaim WHERE id = NEW.claim_id;
    IF NEW.source <> claim.state THEN
        RAISE EXCEPTION 'claim % is not in state %', NEW.claim_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_step_from_where_it_is';
    END IF;
    IF NEW.stood_in_for_id IS NOT NULL AND NOT stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_by_who_stands_in';
    END IF;
    IF NEW.action IN ('check', 'refuse') AND (
        NEW.by_id IS NULL OR NEW.by_id IN (claim.created_by_id, claim.stood_in_for_id)
        OR NEW.stood_in_for_id IN (claim.created_by_id, claim.stood_in_for_id)
    ) THEN
        RAISE EXCEPTION 'claim % is checked by another', NEW.claim_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_claim_checked_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mutual_claimstep_guard BEFORE INSERT ON mutual_claimstep
    FOR EACH ROW EXECUTE FUNCTION mutual_guard_step();

CREATE FUNCTION mutual_period_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved text[] := ARRAY['union_id', 'province_id', 'city_id', 'county_id', 'township_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moved = to_jsonb(OLD) - moved THEN RETURN NEW; END IF;
    IF EXISTS (SELECT FROM mutual_mutualenrolment WHERE period_id = OLD.id) THEN
        RAISE EXCEPTION 'a period stays as people joined it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mutual_period_stays';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER mutual_mutualperiod_stays BEFORE UPDATE OR DELETE ON mutual_mutualperiod
    FOR EACH ROW EXECUTE FUNCTION mutual_period_stays();

CREATE TRIGGER mutual_mutualperiod_closed_union BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualperiod
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER mutual_mutualenrolment_closed_union BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualenrolment
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
CREATE TRIGGER mutual_mutualclaim_closed_union BEFORE INSERT OR UPDATE OF union_id ON mutual_mutualclaim
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_union();
