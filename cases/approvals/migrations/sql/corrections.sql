-- What a return asks to be put right is written with the return, by whoever takes it: after its step and before the
-- application has moved, so that nothing is asked afterwards. What is answered comes with the next submission in the same
-- way, and to the corrections of the last return only.
-- Test: tests/cases/approvals/test_corrections.py.

CREATE FUNCTION approvals_is_being_taken(step bigint, named text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM approvals_approvalstep taken
          JOIN applications_application application ON application.id = taken.application_id
         WHERE taken.id = step AND taken.action = named AND application.state = taken.source
           AND NOT EXISTS (SELECT FROM approvals_approvalstep later
                            WHERE later.application_id = taken.application_id AND later.id > taken.id)
    )
$$;

CREATE FUNCTION approvals_guard_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT approvals_is_being_taken(NEW.step_id, 'return') THEN
        RAISE EXCEPTION 'a correction is written with its return'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'correction_with_its_return';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_correction_with_its_return BEFORE INSERT ON approvals_correction
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_correction();

CREATE FUNCTION approvals_guard_correction_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT approvals_is_being_taken(NEW.step_id, 'submit') OR NOT EXISTS (
        SELECT FROM approvals_correction correction
          JOIN approvals_approvalstep submitted ON submitted.id = NEW.step_id
         WHERE correction.id = NEW.correction_id AND correction.step_id = (
            SELECT max(earlier.id) FROM approvals_approvalstep earlier
             WHERE earlier.application_id = submitted.application_id AND earlier.target = 'returned')
    ) THEN
        RAISE EXCEPTION 'a correction is answered with the next submission'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'correction_answered_with_its_submission';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_correctionanswer_with_its_submission BEFORE INSERT ON approvals_correctionanswer
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_correction_answer();
