-- Whoever wrote in the household's file what an application rests on (entered it, imported it, handed in its documents,
-- or had somebody stand in who did) takes no part in deciding it, until somebody else has gone through the whole file:
-- 核查 or 重新认定, after the writing and before the application was submitted (requirement B3).
-- Why: that it was put on file is not enough, since every application comes after that.
-- Test: tests/cases/approvals/test_file_makers.py.

CREATE FUNCTION approvals_wrote_file(application applications_application, VARIADIC people bigint[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM archives_fileedit edit
         WHERE edit.household_id = application.household_id AND edit.at <= application.submitted_at
           AND (edit.by_id = ANY (people) OR edit.stood_in_for_id = ANY (people))
           AND NOT EXISTS (
               SELECT FROM archives_filestep look
                WHERE look.household_id = edit.household_id AND look.action IN ('verify', 'reassess')
                  AND look.at BETWEEN edit.at AND application.submitted_at
                  AND look.by_id IS NOT NULL AND (look.by_id = ANY (people)) IS NOT TRUE
                  AND (look.stood_in_for_id = ANY (people)) IS NOT TRUE
                  AND NOT EXISTS (SELECT FROM archives_filestep undone WHERE undone.takes_back_id = look.id)))
$$;
