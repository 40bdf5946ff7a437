-- A plan of use (使用计划): a version begins as a draft with the next number of its union and year, keeps to its way, and
-- stays what it was handed in as; its rows change only while it is a draft or was sent back; a second adjustment is
-- approved by a union above. That two people wrote and checked or approved it is a check of the table.
-- Why: what was planned on a day must be readable for ever, or "within plan" means nothing to an auditor.
-- Test: tests/funds/budgets/test_around_python.py.

CREATE FUNCTION budgets_budget_enter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.number <> 1 + (
        SELECT count(*) FROM budgets_budget
        WHERE union_id = NEW.union_id AND year = NEW.year AND state IN ('in_force', 'adjusted', 'closed')
    ) OR EXISTS (
        SELECT FROM budgets_budget WHERE union_id = NEW.union_id AND year = NEW.year AND state = 'closed'
    ) THEN
        RAISE EXCEPTION 'a plan begins as the next draft of its year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_begins';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_budget_enter BEFORE INSERT ON budgets_budget
    FOR EACH ROW EXECUTE FUNCTION budgets_budget_enter();

CREATE FUNCTION budgets_budget_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    head text[] := ancestors || ARRAY['strictness', 'summary', 'reason'];
    steps text[] := ancestors || ARRAY[
        'state', 'note', 'submitted_at', 'submitted_by_id', 'submitted_for_id', 'checked_at', 'checked_by_id',
        'checked_for_id', 'approved_at', 'approved_by_id', 'approved_for_id', 'approved_at_union_id', 'approval_no',
        'from_on', 'until_on', 'closed_at', 'closed_by_id'];
    valid text[] := ARRAY['in_force', 'adjusted', 'closed'];
    approval text[] := ancestors || ARRAY['state', 'until_on', 'note', 'closed_at', 'closed_by_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a plan stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'budget_keeps';
    END IF;
    IF NOT (
        NEW.state = OLD.state AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors
        OR NEW.state = OLD.state AND OLD.state IN ('draft', 'returned')
           AND to_jsonb(NEW) - head = to_jsonb(OLD) - head
        OR (OLD.state, NEW.state) IN (
            ('draft', 'submitted'), ('returned', 'submitted'), ('draft', 'dropped'), ('returned', 'dropped'),
            ('submitted', 'checked'), ('submitted', 'returned'), ('checked', 'in_force'), ('checked', 'returned')
        ) AND to_jsonb(NEW) - steps = to_jsonb(OLD) - steps
        -- who approved it, when and by what stays with what is over
        OR (OLD.state, NEW.state) IN (('in_force', 'adjusted'), ('in_force', 'closed'))
           AND to_jsonb(NEW) - approval = to_jsonb(OLD) - approval
    ) THEN
        RAISE EXCEPTION 'a plan stays what it was handed in as'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'budget_keeps';
    END IF;
    IF NEW.state = 'in_force' AND OLD.state = 'checked' AND NEW.number > 2 AND NOT EXISTS (
        SELECT FROM accounts_union own, accounts_union other
        WHERE own.id = NEW.union_id AND other.id = NEW.approved_at_union_id
          AND (own.parent_id IS NULL OR other.id <> own.id AND starts_with(own.path, other.path))
    ) THEN
        RAISE EXCEPTION 'a second adjustment is approved above'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_second_adjustment_above';
    END IF;
    IF NEW.state = 'submitted' AND NOT EXISTS (SELECT FROM budgets_budgetrow WHERE budget_id = NEW.id) THEN
        RAISE EXCEPTION 'a plan has rows'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_has_rows';
    END IF;
    IF NEW.submitted_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.submitted_by_id, NEW.submitted_for_id, NEW.submitted_at), false)
       OR NEW.checked_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.checked_by_id, NEW.checked_for_id, NEW.checked_at), false)
       OR NEW.approved_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'budget_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_budget_keeps BEFORE UPDATE OR DELETE ON budgets_budget
    FOR EACH ROW EXECUTE FUNCTION budgets_budget_keeps();
CREATE TRIGGER budgets_budget_no_truncate BEFORE TRUNCATE ON budgets_budget
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The lock makes whoever writes a row and whoever hands the plan in take turns.
CREATE FUNCTION budgets_row_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan bigint;
BEGIN
    FOREACH plan IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.budget_id] WHEN 'DELETE' THEN ARRAY[OLD.budget_id]
                          ELSE ARRAY[OLD.budget_id, NEW.budget_id] END LOOP
        PERFORM FROM budgets_budget WHERE id = plan AND state IN ('draft', 'returned') FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the rows of plan % stay as they are', plan
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'budget_rows_stay';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER budgets_budgetrow_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_budgetrow
    FOR EACH ROW EXECUTE FUNCTION budgets_row_keeps();
CREATE TRIGGER budgets_budgetrow_no_truncate BEFORE TRUNCATE ON budgets_budgetrow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
