-- A completion begins waiting, belongs to an application on the terms of an urgent one, keeps its day until a return
-- sets a later one, and moves by its steps alone. It is handed in by one person and judged, or sent back from its notice,
-- by another who had no hand in the application and need not stay out of the case; its notice comes after the money, is
-- left out by a programme without one alone, and over, without an open objection, when it is done (requirement B8).
-- Nothing is ended that is paid; what was found not to be due goes into no batch again, and is recovered once all of
-- it came back or was waived; what was set off for that is not undone any more. Until it is decided nothing of it is
-- set off (抵扣), for that is asked back of nobody.
-- Test: tests/cases/completions/test_guards.py.

CREATE FUNCTION completions_guard_completion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step completions_completionstep%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' OR NOT EXISTS (
            SELECT FROM completions_urgentterms terms
              JOIN applications_application application ON application.id = terms.application_id
             WHERE application.id = NEW.application_id AND terms.round = application.round
               AND application.union_id = NEW.union_id
        ) THEN
            RAISE EXCEPTION 'application % has nothing to complete', NEW.application_id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_of_urgent_aid';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.application_id, NEW.opened_at) IS DISTINCT FROM (OLD.application_id, OLD.opened_at)
        OR OLD.state <> 'waiting' AND (NEW.account, NEW.content, NEW.content_hash)
                       IS DISTINCT FROM (OLD.account, OLD.content, OLD.content_hash) THEN
        RAISE EXCEPTION 'completion % stays as it was handed in', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_stays';
    END IF;
    IF NEW.state IS DISTINCT FROM OLD.state THEN
        SELECT * INTO step FROM completions_completionstep WHERE completion_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF NOT FOUND OR step.source <> OLD.state OR step.target <> NEW.state THEN
            RAISE EXCEPTION 'completion % moves by a step alone', NEW.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_moves_by_steps';
        END IF;
    END IF;
    IF NEW.due_on IS DISTINCT FROM OLD.due_on
        AND (step.action IS DISTINCT FROM 'return' OR NEW.due_on < OLD.due_on) THEN
        RAISE EXCEPTION 'completion % keeps its day until it is sent back', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_keeps_its_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER completions_completion_guard BEFORE INSERT OR UPDATE ON completions_completion
    FOR EACH ROW EXECUTE FUNCTION completions_guard_completion();
CREATE TRIGGER completions_completion_kept BEFORE DELETE ON completions_completion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Of two names, whoever stands in (代办) and the holder of the post, neither may have had a hand in it.
CREATE FUNCTION completions_had_a_hand(completion completions_completion, person bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT person IS NOT NULL AND (
        EXISTS (SELECT FROM applications_application
                 WHERE id = completion.application_id AND person IN (created_by_id, submitted_by_id))
        OR EXISTS (SELECT FROM applications_applicationedit
                    WHERE application_id = completion.application_id AND person IN (by_id, stood_in_for_id))
        OR EXISTS (SELECT FROM completions_completionstep
                    WHERE completion_id = completion.id AND action = 'submit' AND person IN (by_id, stood_in_for_id))
        OR stays_out((SELECT household_id FROM applications_application WHERE id = completion.application_id), person))
$$;

CREATE FUNCTION completions_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    completion completions_completion%ROWTYPE;
BEGIN
    SELECT * INTO completion FROM completions_completion WHERE id = NEW.completion_id;
    IF NEW.source <> completion.state THEN
        RAISE EXCEPTION 'completion % is not in state %', NEW.completion_id, NEW.source
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_step_from_where_it_is';
    END IF;
    IF NEW.stood_in_for_id IS NOT NULL AND NOT stands_in_for(NEW.by_id, NEW.stood_in_for_id, NEW.at) THEN
        RAISE EXCEPTION 'nobody stands in without being asked to'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_by_who_stands_in';
    END IF;
    IF NEW.action IN ('accept', 'return', 'refuse') AND (
        NEW.by_id IS NULL OR completions_had_a_hand(completion, NEW.by_id)
        OR completions_had_a_hand(completion, NEW.stood_in_for_id)
    ) THEN
        RAISE EXCEPTION 'completion % is judged by somebody who had no hand in it', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_judged_by_another';
    END IF;
    IF NEW.action IN ('accept', 'refuse', 'recover') AND NOT EXISTS (
        SELECT FROM payments_payable
         WHERE source = 'applications.application:' || completion.application_id AND state = 'paid'
    ) THEN
        RAISE EXCEPTION 'the money of completion % has not arrived', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_after_the_money';
    END IF;
    IF NEW.action = 'recover' AND (EXISTS (
        SELECT FROM payments_payment line JOIN payments_payable owed ON owed.id = line.payable_id
          LEFT JOIN recoveries_recovery asked ON asked.payment_id = line.id AND asked.state <> 'void'
         WHERE owed.source = 'applications.application:' || completion.application_id AND line.state = 'paid'
         GROUP BY line.id, line.amount
        HAVING coalesce(sum(asked.amount) FILTER (WHERE NOT recovery_is_open(asked.state)), 0) < line.amount
    ) OR EXISTS (
        SELECT FROM payments_payable owed JOIN ledgers_commitment held ON held.id = owed.commitment_id
         WHERE owed.source = 'applications.application:' || completion.application_id AND held.set_off > 0
    )) THEN
        RAISE EXCEPTION 'not all that completion % is to give back came', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_recovered_whole';
    END IF;
    IF NEW.action = 'end' AND EXISTS (
        SELECT FROM payments_payable
         WHERE source = 'applications.application:' || completion.application_id AND state = 'paid'
    ) THEN
        RAISE EXCEPTION 'completion % is of money that arrived', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_ends_unpaid';
    END IF;
    IF NEW.action = 'accept' AND NEW.target = 'done' AND EXISTS (
        SELECT FROM applications_application application
          JOIN policies_programme programme ON programme.id = application.programme_id
         WHERE application.id = completion.application_id AND programme.notice_days > 0
    ) THEN
        RAISE EXCEPTION 'completion % is to be shown to the public', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_is_shown';
    END IF;
    -- The one line since its round that passed: what went back before was withdrawn.
    IF NEW.action = 'conclude' AND (NOT EXISTS (
        SELECT FROM notices_noticeentry line JOIN applications_application application
                 ON line.source = 'applications.application:' || application.id AND line.round >= application.round
         WHERE application.id = completion.application_id AND line.state = 'passed'
    ) OR EXISTS (
        SELECT FROM notices_objection objection JOIN notices_noticeentry line ON line.id = objection.entry_id
         WHERE line.source = 'applications.application:' || completion.application_id AND objection.state = 'open'
    )) THEN
        RAISE EXCEPTION 'the notice of completion % is not over', NEW.completion_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'completion_after_its_notice';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER completions_completionstep_guard BEFORE INSERT ON completions_completionstep
    FOR EACH ROW EXECUTE FUNCTION completions_guard_step();

CREATE FUNCTION completions_guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM completions_completion completion JOIN payments_payable payable
                 ON payable.source = 'applications.application:' || completion.application_id
         WHERE completion.state = 'refused' AND payable.id = NEW.payable_id
    ) THEN
        RAISE EXCEPTION 'payable % was found not to be due', NEW.payable_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'refused_aid_is_not_paid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_not_refused BEFORE INSERT ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION completions_guard_payment();

CREATE FUNCTION completions_guard_set_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('asked', 'approved') AND EXISTS (
        SELECT FROM completions_completion completion JOIN payments_payable payable
                 ON payable.source = 'applications.application:' || completion.application_id
         WHERE completion.state IN ('waiting', 'submitted', 'on_notice', 'refused') AND payable.id = NEW.payable_id
    ) THEN
        RAISE EXCEPTION 'payable % is kept whole until it is completed', NEW.payable_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'urgent_aid_is_not_set_off';
    END IF;
    IF NEW.state IN ('undoing', 'undone') AND EXISTS (
        SELECT FROM completions_completion completion
          JOIN payments_payable payable ON payable.source = 'applications.application:' || completion.application_id
          JOIN payments_payment line ON line.payable_id = payable.id
          JOIN recoveries_recovery asked ON asked.payment_id = line.id
         WHERE completion.state = 'recovered' AND asked.id = NEW.recovery_id
    ) THEN
        RAISE EXCEPTION 'what set-off % brought back completed an urgent case', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recovered_aid_stays_recovered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recoveries_setoff_not_of_urgent_aid BEFORE INSERT OR UPDATE OF state ON recoveries_setoff
    FOR EACH ROW EXECUTE FUNCTION completions_guard_set_off();
