"""The audit trail of a year of a province, sealed day by day and read against its seals; beside one plain
reading of the same rows and their hashes by PostgreSQL alone."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from measure import print_table

from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.seals.models import Seal
from hardship.seals.selectors import find_faults
from hardship.seals.services import seal_days

ROWS, DAYS = 5_000_000, 250
MOST = 12.0  # times what PostgreSQL needs for hashes of the same text
WRITE = """
INSERT INTO audit_auditrecord (uid, kind, action, target_type, target_id, union_id, province_id, city_id,
    county_id, township_id, at, by_id, address, request_id, data)
SELECT gen_random_uuid(), 'write', 'household.save', 'archives.household', (n %% 100000)::text, u.id,
       u.province_id, u.city_id, u.county_id, u.township_id,
       %(since)s::timestamptz + n * (%(days)s * interval '1 day' / %(rows)s), %(by)s, '10.1.2.3',
       gen_random_uuid(), '{"fields": ["income", "members"], "version": 3}'
  FROM generate_series(0, %(rows)s - 1) n, (SELECT * FROM accounts_union WHERE id = %(union)s) u
"""
READ = """
SELECT count(sha256(convert_to(jsonb_build_array(id, uid, kind, action, target_type, target_id, union_id, at,
       by_id, stood_in_for_id, host(address), request_id, data)::text, 'UTF8'))) FROM audit_auditrecord
"""


def run(people: dict[str, User]) -> bool:
    """Prints the figures; whether the reading keeps its bound. Rolled back."""
    with transaction.atomic():
        keeps = _of_year(people["nt.approver"])
        transaction.set_rollback(True)
    return keeps


def _of_year(by: User) -> bool:
    since = (timezone.localtime() - timedelta(days=DAYS + 1)).replace(hour=0, minute=0, second=0)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM audit_auditrecord")
        told = {"since": since, "days": DAYS, "rows": ROWS, "by": by.pk, "union": by.union_id}
        cursor.execute(WRITE, told)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE audit_auditrecord")
        floor = _timed(lambda: cursor.execute(READ))
    sealing = _timed(seal_days)
    reading = _timed(lambda: list(find_faults()))
    sealed = sum(Seal.objects.values_list("rows", flat=True))
    rows = [
        ("PostgreSQL alone: one hash of each row (floor)", floor, ""),
        (f"sealed day by day, {sealed:,} rows of {DAYS} days", sealing, ""),
        ("read against the seals, row by row", reading, f"at most {MOST} ×"),
    ]
    print_table("Audit trail", "floor", rows, "s")
    return sealed == ROWS and reading / floor <= MOST and AuditRecord.objects.count() == ROWS


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
