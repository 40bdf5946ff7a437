-- The trail's door for movements that are one call of the database: the row that audit.services.entry describes.
-- Test: tests/audit/test_trail.py, tests/funds/ledgers/test_money_stories.py.

CREATE FUNCTION audit_enter(entry jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit_auditrecord (uid, kind, action, target_type, target_id, union_id, at, by_id, stood_in_for_id,
                                   address, request_id, data)
    VALUES (gen_random_uuid(), entry ->> 'kind', entry ->> 'action', entry ->> 'target_type', entry ->> 'target_id',
            (entry ->> 'union_id')::bigint, (entry ->> 'at')::timestamptz, (entry ->> 'by_id')::bigint,
            (entry ->> 'stood_in_for_id')::bigint, (entry ->> 'address')::inet, (entry ->> 'request_id')::uuid,
            entry -> 'data')
$$;
