-- Whether one of the documents of an application is the same scan as one of another file, or as a receipt under another
-- application that is handed in and not over: asked for a whole page of the inbox in the query that reads it. What of
-- it counts, families with several files aside, selectors.scans says. Test: tests/cases/approvals/test_reused.py.

CREATE FUNCTION application_may_reuse_scan(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM applications_applicationevidence link
          JOIN archives_evidence own ON own.id = link.evidence_id AND own.removed_at IS NULL
          JOIN archives_evidence other ON other.removed_at IS NULL AND (
              other.sha256 = own.sha256 OR other.sha256 = ANY (own.sources)
              OR other.sources && array_append(own.sources, own.sha256))
         WHERE link.application_id = asked AND (
            other.household_id <> own.household_id
            OR own.kind IN ('medical_invoice', 'fee_list', 'tuition_invoice', 'ticket') AND EXISTS (
                SELECT FROM applications_applicationevidence again
                  JOIN applications_application holder ON holder.id = again.application_id
                 WHERE again.evidence_id = other.id AND again.application_id <> asked
                   AND holder.state IN ('review', 'returned', 'public_notice', 'approval', 'suspended', 'approved'))))
$$;
