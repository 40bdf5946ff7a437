-- An agreement with a partner stays with the union that made it, and once a course or an opening names it, what it is
-- called, its number and kind stay too. A course names an agreement of its union or one above it, by its name; an
-- opening one with a base. A course or an opening that goes to another union keeps what it named.
-- Why: people trained and placed are counted by agreement; one that changes its name takes the figures of another.
-- Test: tests/cases/employment/test_partners.py.

CREATE FUNCTION employment_guard_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.made_by_id, NEW.made_at) IS DISTINCT FROM (OLD.made_by_id, OLD.made_at)
       OR (NEW.name, NEW.contract_no, NEW.kind) <> (OLD.name, OLD.contract_no, OLD.kind) AND (
           EXISTS (SELECT FROM employment_course WHERE agreement_id = OLD.id)
           OR EXISTS (SELECT FROM employment_jobopening WHERE base_id = OLD.id))
    THEN
        RAISE EXCEPTION 'agreement % is named by courses or openings', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'partner_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_partner_guard BEFORE UPDATE OR DELETE ON employment_partner
    FOR EACH ROW EXECUTE FUNCTION employment_guard_partner();
CREATE TRIGGER employment_partner_no_truncate BEFORE TRUNCATE ON employment_partner
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION employment_is_above(upper bigint, place bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM accounts_union
                    WHERE id = place AND upper = ANY (string_to_array(trim(both '/' FROM path), '/')::bigint[]))
$$;

CREATE FUNCTION employment_guard_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM employment_partner p WHERE p.id = NEW.agreement_id AND p.name = NEW.partner
           AND (TG_OP = 'UPDATE' AND NEW.agreement_id IS NOT DISTINCT FROM OLD.agreement_id
                OR employment_is_above(p.union_id, NEW.union_id)))
    THEN
        RAISE EXCEPTION 'a course names an agreement of its union, by its name'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_of_its_agreement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_course_agreement BEFORE INSERT OR UPDATE OF agreement_id, partner ON employment_course
    FOR EACH ROW WHEN (NEW.agreement_id IS NOT NULL) EXECUTE FUNCTION employment_guard_agreement();

CREATE FUNCTION employment_guard_base() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' OR NEW.base_id IS DISTINCT FROM OLD.base_id) AND NOT EXISTS (
        SELECT FROM employment_partner p
         WHERE p.id = NEW.base_id AND p.kind = 'base' AND employment_is_above(p.union_id, NEW.union_id))
    THEN
        RAISE EXCEPTION 'an opening is at a base of its union'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'opening_at_a_base';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_jobopening_base BEFORE INSERT OR UPDATE OF base_id ON employment_jobopening
    FOR EACH ROW WHEN (NEW.base_id IS NOT NULL) EXECUTE FUNCTION employment_guard_base();
