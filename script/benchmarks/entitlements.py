"""What 20,000 applications were entitled to, computed once more from what was kept (`verify_entitlements`).

The floor reads the same rows and takes the hash of the figures as they are, and computes nothing. What is
written for it, of files that are there and by the default policy, is rolled back.
"""

import time
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from itertools import cycle, islice
from json import dumps

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cases.applications.models import Application, Entitlement
from cases.applications.selectors.entitling import get_basis
from cases.applications.services.entitlements import keep_entitlement
from cases.applications.states import State
from cases.archives.models import Household
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.services import load_default_policy
from hardship.accounts.models import Union

COUNT, FILES = 20_000, 500  # entitlements, and the files whose figures they are


def run(print_row: Callable[[str, float, str], None]) -> None:
    with transaction.atomic():
        _make()
        started = time.perf_counter()
        rows = Entitlement.objects.values_list("inputs", "result")
        read = sum(1 for inputs, result in rows.iterator(chunk_size=500) if _hashed(inputs, result))
        print_row("read and hashed as they are (floor)", time.perf_counter() - started, f"{read:,} rows")
        started, said = time.perf_counter(), StringIO()
        call_command("verify_entitlements", stdout=said)
        taken = time.perf_counter() - started
        print_row("computed again and compared", taken, said.getvalue().strip())
        transaction.set_rollback(True)


def _hashed(*parts: object) -> bytes:
    return sha256(dumps(parts, ensure_ascii=False, sort_keys=True).encode()).digest()


def _make() -> None:
    """So many entitlements, each of an application of its own."""
    files = list(Household.objects.select_related("union").order_by("pk")[:FILES])
    made = [_judged(file, _programme(file.union)) for file in files]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        copies = islice(cycle(made), COUNT - len(made))
        Entitlement.objects.bulk_create(
            [_copy(row, 2 + place // len(made)) for place, row in enumerate(copies)], batch_size=1000
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _programme(union: Union) -> Programme:
    root = Union.objects.get(pk=union.province_id or union.pk)
    if root.pk not in _programmes:
        load_default_policy(union=root)
        rows = list_programmes(union=root, on=timezone.localdate())
        _programmes[root.pk] = next(row for row in rows if row.code == "living")
    return _programmes[root.pk]


_programmes: dict[int, Programme] = {}


def _judged(file: Household, programme: Programme) -> Entitlement:
    row = Application.objects.create(
        household=file, programme=programme, union=file.union, desk=file.union, state=State.DRAFT, round=1,
        year=timezone.localdate().year,
    )  # fmt: skip
    return keep_entitlement(row, get_basis(file, year=row.year))


def _copy(row: Entitlement, number: int) -> Entitlement:
    return Entitlement(
        application_id=row.application_id, round=number, rules_id=row.rules_id, code=row.code,
        category=row.category, inputs=row.inputs, result=row.result, hash=row.hash,
    )  # fmt: skip
