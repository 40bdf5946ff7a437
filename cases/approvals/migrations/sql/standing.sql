-- A signature that was taken back is void (retracting.sql). A case that is sent back to a stage which it has passed leaves
-- what was signed there and since void, and nothing else:
-- whoever signed before it does not sign again, whoever signed there or after it does (requirement B3).
-- Test: tests/cases/approvals/test_sent_back.py.

CREATE FUNCTION approvals_stands(step approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM approvals_approvalstep later
         WHERE later.application_id = step.application_id AND later.round = step.round
           AND later.action = 'send_back' AND later.id >= step.id AND later.next_no <= step.stage_no
    ) AND NOT EXISTS (SELECT FROM approvals_approvalstep undone WHERE undone.takes_back_id = step.id)
$$;

CREATE FUNCTION approvals_count_laps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) INTO NEW.lap FROM approvals_approvalstep
     WHERE application_id = NEW.application_id AND round = NEW.round AND action = 'send_back';
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_counts_laps BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW EXECUTE FUNCTION approvals_count_laps();
CREATE FUNCTION approvals_count_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) INTO NEW.again FROM approvals_approvalstep undone
      JOIN approvals_approvalstep signed ON signed.id = undone.takes_back_id
     WHERE undone.application_id = NEW.application_id AND undone.round = NEW.round AND signed.by_id = NEW.by_id;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_approvalstep_counts_taken_back BEFORE INSERT ON approvals_approvalstep
    FOR EACH ROW EXECUTE FUNCTION approvals_count_taken_back();

-- The notice of a round showed what was submitted in it, which does not change: it is not shown twice.
CREATE FUNCTION approvals_was_shown(application bigint, number integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM approvals_approvalstep
                    WHERE application_id = application AND round = number AND action = 'conclude')
$$;
