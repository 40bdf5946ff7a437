-- Money for many unions as one table (资金分配表): it keeps to its way and stays what it was handed in as; its shares go
-- to unions below that are open, change only while it is filled in, and become the vouchers that say the same; it is sent
-- as a whole. That two people drew it up and approved it is a check of the table.
-- Why: a sum that changes between the approval and the vouchers is how money goes astray.
-- Test: tests/funds/budgets/test_distributions_around_python.py.

CREATE FUNCTION budgets_distribution_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY[
        'state', 'note', 'approval_no', 'sent_on', 'submitted_at', 'submitted_by_id', 'submitted_for_id',
        'approved_at', 'approved_by_id', 'approved_for_id', 'sent_at', 'sent_by_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft'
           OR NEW.union_id <> (SELECT union_id FROM ledgers_budgetline WHERE id = NEW.line_id) THEN
            RAISE EXCEPTION 'a table begins as a draft of the union whose line gives'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NOT (
        NEW.state = OLD.state AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors
        OR (OLD.state, NEW.state) IN (
            ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'approved'), ('submitted', 'returned'),
            ('draft', 'dropped'), ('returned', 'dropped'), ('approved', 'dropped'), ('approved', 'sent')
        ) AND to_jsonb(NEW) - steps = to_jsonb(OLD) - steps
          AND (OLD.state <> 'approved' OR (NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at, NEW.approval_no)
               IS NOT DISTINCT FROM (OLD.approved_by_id, OLD.approved_for_id, OLD.approved_at, OLD.approval_no))
    ) THEN
        RAISE EXCEPTION 'a table stays what it was handed in as'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'distribution_keeps';
    END IF;
    IF NEW.state = 'submitted' AND NOT EXISTS (SELECT FROM budgets_share WHERE distribution_id = NEW.id)
       OR NEW.state = 'sent'
          AND EXISTS (SELECT FROM budgets_share WHERE distribution_id = NEW.id AND allocation_id IS NULL)
    THEN
        RAISE EXCEPTION 'a table is sent as a whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distribution_whole';
    END IF;
    IF NEW.submitted_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.submitted_by_id, NEW.submitted_for_id, NEW.submitted_at), false)
       OR NEW.approved_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'distribution_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_distribution_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_distribution
    FOR EACH ROW EXECUTE FUNCTION budgets_distribution_keeps();
CREATE TRIGGER budgets_distribution_no_truncate BEFORE TRUNCATE ON budgets_distribution
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The lock makes whoever fills in a share and whoever hands the table in take turns.
CREATE FUNCTION budgets_share_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sheet budgets_distribution;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT * INTO sheet FROM budgets_distribution WHERE id = OLD.distribution_id FOR UPDATE;
    ELSE
        SELECT * INTO sheet FROM budgets_distribution WHERE id = NEW.distribution_id FOR UPDATE;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- nothing but the vouchers, which say the same
        IF to_jsonb(NEW) - 'allocation_id' <> to_jsonb(OLD) - 'allocation_id' OR OLD.allocation_id IS NOT NULL
           OR sheet.state <> 'approved' OR NOT EXISTS (
            SELECT FROM ledgers_allocation a JOIN ledgers_budgetline l ON l.id = a.lower_line_id
            WHERE a.id = NEW.allocation_id AND a.direction = 'down' AND a.upper_line_id = sheet.line_id
              AND a.amount = NEW.amount AND l.union_id = NEW.union_id AND a.document_no = sheet.document_no
        ) THEN
            RAISE EXCEPTION 'a share becomes the vouchers that say the same'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'share_becomes_its_vouchers';
        END IF;
        RETURN NEW;
    END IF;
    IF sheet.state NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'the shares of table % stay as they are', sheet.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'shares_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.allocation_id IS NOT NULL OR NOT EXISTS (
        SELECT FROM accounts_union own, accounts_union below
        WHERE own.id = sheet.union_id AND below.id = NEW.union_id AND below.id <> own.id
          AND starts_with(below.path, own.path) AND below.closed_on IS NULL
    ) THEN
        RAISE EXCEPTION 'a share goes to an open union below'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'share_goes_down';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_share_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_share
    FOR EACH ROW EXECUTE FUNCTION budgets_share_keeps();
CREATE TRIGGER budgets_share_no_truncate BEFORE TRUNCATE ON budgets_share
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
