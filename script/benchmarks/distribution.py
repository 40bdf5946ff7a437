"""One table of allocation to 1,000 unions, up to the vouchers of both sides, beside plain INSERTs of as many
journals and postings in one transaction.

`run(print_row)` calls `print_row(name, seconds, note)`; the first row is the floor. Works in a test database
of its own, made and dropped. Run as a program it prints the rows itself.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))  # as a program of its own
from benchmarks import ledger

UNIONS = 1_000


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def measure(print_row: Callable[[str, float, str], None]) -> None:
    from django.db import connection, transaction

    from funds.budgets import services
    from funds.budgets.rules import PlannedShare
    from funds.budgets.services import Letter
    from hardship.accounts.models import Union
    from tests.books import make_line
    from tests.factories import UnionFactory, UserFactory

    city = UnionFactory(city_level=True)
    finance, approver = UserFactory(union=city, role="finance"), UserFactory(union=city, role="approver")
    line = make_line(finance, "1000000")
    Union.objects.bulk_create(
        Union(code=f"9{n:05d}", name=f"第{n}街道总工会", level="county", parent=city, region_code="320600")
        for n in range(UNIONS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ledger.sql(ledger.FLOOR_TABLES, [])

    def floor() -> None:
        with transaction.atomic():
            for number in range(2 * UNIONS):
                ledger.plain(number)

    def take(row: Any, action: str, by: Any, **more: str) -> Any:
        return services.take_distribution_step(distribution_id=row.pk, action=action, by=by, **more)

    print_row(f"{2 * UNIONS:,} journals as plain rows", _timed(floor)[0], "one transaction")
    shares = [
        PlannedShare(pk, Decimal(10)) for pk in Union.objects.filter(parent=city).values_list("pk", flat=True)
    ]
    letter = Letter("通工〔2026〕21号", date(2026, 3, 6), "hand")
    taken, row = _timed(lambda: services.draw_up(line_id=line.pk, letter=letter, shares=shares, by=finance))
    print_row(f"a table of {UNIONS:,} unions drawn up", taken, "one transaction")
    take(row, "submit", finance)
    take(row, "approve", approver, approval_no="纪要 1 号")
    taken, _row = _timed(lambda: take(row, "send", finance))
    print_row(f"all of it sent, {2 * UNIONS:,} vouchers", taken, f"{UNIONS / taken:,.0f} unions a second")


def run(print_row: Callable[[str, float, str], None]) -> None:
    ledger.in_own_database(lambda: measure(print_row))


if __name__ == "__main__":
    ledger.as_program(run)
