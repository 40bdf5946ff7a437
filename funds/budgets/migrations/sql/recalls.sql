-- Money that is called back from many unions by one notice (资金收回): it is about a grant of the union that gives the
-- notice, keeps to its way and stays what it was handed in as; its rows are lines below that got of that grant. Each is
-- answered once, by the union whose line it is, with the return that the notice asks for, or with the reason for less;
-- nobody answers who drew the notice up or approved it, and what was given back for a notice is not taken back alone.
-- That two people drew it up and approved it is a check of the table.
-- Why: money past its last day that nobody asks for stays where it is; and whoever could answer for a notice with
-- another voucher, or reverse it afterwards, would keep it.
-- Test: tests/funds/budgets/test_recalls_around_python.py.

CREATE FUNCTION budgets_recall_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancestors text[] := ARRAY['province_id', 'city_id', 'county_id', 'township_id'];
    steps text[] := ancestors || ARRAY[
        'state', 'note', 'approval_no', 'submitted_at', 'submitted_by_id', 'submitted_for_id', 'approved_at',
        'approved_by_id', 'approved_for_id'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.union_id <> (SELECT union_id FROM ledgers_fund WHERE id = NEW.fund_id) THEN
            RAISE EXCEPTION 'a recall begins as a draft of the union whose grant it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_begins';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NOT (
        NEW.state = OLD.state AND to_jsonb(NEW) - ancestors = to_jsonb(OLD) - ancestors
        OR (OLD.state, NEW.state) IN (
            ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'notified'), ('submitted', 'returned'),
            ('draft', 'dropped'), ('returned', 'dropped'), ('notified', 'done')
        ) AND to_jsonb(NEW) - steps = to_jsonb(OLD) - steps
          AND (OLD.state <> 'notified' OR
               (NEW.submitted_by_id, NEW.submitted_for_id, NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at,
                NEW.approval_no) IS NOT DISTINCT FROM
               (OLD.submitted_by_id, OLD.submitted_for_id, OLD.approved_by_id, OLD.approved_for_id, OLD.approved_at,
                OLD.approval_no))
    ) THEN
        RAISE EXCEPTION 'a recall stays what it was handed in as'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_keeps';
    END IF;
    IF NEW.state = 'submitted' AND NOT EXISTS (SELECT FROM budgets_recallrow WHERE recall_id = NEW.id) THEN
        RAISE EXCEPTION 'a recall names what is to be given back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_names_lines';
    END IF;
    IF NEW.submitted_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.submitted_by_id, NEW.submitted_for_id, NEW.submitted_at), false)
       OR NEW.approved_for_id IS NOT NULL
          AND NOT coalesce(stands_in_for(NEW.approved_by_id, NEW.approved_for_id, NEW.approved_at), false)
    THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_by_who_stands_in';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_recall_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_recall
    FOR EACH ROW EXECUTE FUNCTION budgets_recall_keeps();
CREATE TRIGGER budgets_recall_no_truncate BEFORE TRUNCATE ON budgets_recall
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The lock makes whoever fills in a row or answers it and whoever takes a step of the notice take turns.
CREATE FUNCTION budgets_recallrow_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    notice budgets_recall;
    answer text[] := ARRAY['allocation_id', 'kept_reason', 'answered_at', 'answered_by_id', 'answered_for_id'];
    hands bigint[];
    given numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT * INTO notice FROM budgets_recall WHERE id = OLD.recall_id FOR UPDATE;
    ELSE
        SELECT * INTO notice FROM budgets_recall WHERE id = NEW.recall_id FOR UPDATE;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - answer <> to_jsonb(OLD) - answer OR OLD.answered_by_id IS NOT NULL
           OR notice.state <> 'notified' THEN
            RAISE EXCEPTION 'a row of a recall is answered once'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_row_answered_once';
        END IF;
        hands := array_remove(ARRAY[notice.made_by_id, notice.made_for_id, notice.submitted_by_id,
                                    notice.submitted_for_id, notice.approved_by_id, notice.approved_for_id], NULL);
        IF NEW.answered_by_id = ANY(hands) OR NEW.answered_for_id = ANY(hands)
           OR NEW.answered_for_id IS NOT NULL
              AND NOT coalesce(stands_in_for(NEW.answered_by_id, NEW.answered_for_id, NEW.answered_at), false) THEN
            RAISE EXCEPTION 'who asks for money does not answer for whoever has it'
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_row_by_another';
        END IF;
        IF NEW.allocation_id IS NOT NULL THEN
            SELECT a.amount INTO given
            FROM ledgers_allocation a JOIN ledgers_budgetline lower ON lower.id = a.lower_line_id
            JOIN ledgers_budgetline upper ON upper.id = a.upper_line_id
            JOIN ledgers_budgetline own ON own.id = NEW.line_id
            WHERE a.id = NEW.allocation_id AND a.direction = 'up' AND lower.fund_id = own.fund_id
              AND upper.fund_id = notice.fund_id AND a.document_no = notice.document_no
              AND NOT EXISTS (SELECT FROM ledgers_journal r WHERE r.reverses_id = a.lower_journal_id);
            IF given IS NULL OR given > NEW.amount THEN
                RAISE EXCEPTION 'a row of a recall is answered by the return that it asks for'
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_row_becomes_its_return';
            END IF;
        END IF;
        IF coalesce(given, 0) < NEW.amount AND NEW.kept_reason = '' THEN
            RAISE EXCEPTION 'whoever keeps something says why'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_row_kept_with_reason';
        END IF;
        RETURN NEW;
    END IF;
    IF notice.state NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'the rows of recall % stay as they are', notice.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recall_rows_stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.answered_by_id IS NOT NULL OR NOT EXISTS (
        SELECT FROM ledgers_budgetline l JOIN ledgers_fund f ON f.id = l.fund_id
        JOIN accounts_union u ON u.id = l.union_id
        WHERE l.id = NEW.line_id AND f.origin_id = notice.fund_id AND u.closed_on IS NULL
    ) THEN
        RAISE EXCEPTION 'what is called back came from that grant'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recall_row_of_the_grant';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_recallrow_keeps BEFORE INSERT OR UPDATE OR DELETE ON budgets_recallrow
    FOR EACH ROW EXECUTE FUNCTION budgets_recallrow_keeps();
CREATE TRIGGER budgets_recallrow_no_truncate BEFORE TRUNCATE ON budgets_recallrow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION budgets_recalled_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM budgets_recallrow r JOIN ledgers_allocation a ON a.id = r.allocation_id
        WHERE NEW.reverses_id IN (a.lower_journal_id, a.upper_journal_id)
    ) THEN
        RAISE EXCEPTION 'journal % gave back what was called back', NEW.reverses_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recalled_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budgets_recalled_stays BEFORE INSERT ON ledgers_journal
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION budgets_recalled_stays();
