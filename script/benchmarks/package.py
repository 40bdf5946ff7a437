"""An audit package of 10,000 payments, made and checked by its own script, beside hashing its bytes once.

`run(print_row)` calls `print_row(name, seconds, note)`; the first row is the floor. Works in a test database
of its own, made and dropped. Run as a program it prints the rows itself.
"""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))  # as a program of its own
from benchmarks import ledger

PAYMENTS, OF_BATCH = 10_000, 1_000


def measure(print_row: Callable[[str, float, str], None]) -> None:
    from django.utils import timezone

    from hardship.packages.selectors import Scope
    from hardship.packages.services import make
    from tests.factories import UnionFactory, UserFactory

    city = UnionFactory(city_level=True)
    _pay(city)
    today, auditor = timezone.localdate(), UserFactory(union=city, role="auditor")
    scope = Scope(city, date(today.year, 1, 1), today, 0, 1, auditor)
    with TemporaryDirectory() as name:
        folder = Path(name)
        making, (path, found) = _timed(lambda: make(scope, folder / "a", lambda _done: None))
        again, (_path, other) = _timed(lambda: make(scope, folder / "b", lambda _done: None))
        parts = [part for part in (folder / "a").rglob("*") if part.is_file()]
        floor, _digests = _timed(lambda: [_hash(part) for part in parts])
        script = folder / "verify.py"
        script.write_bytes((folder / "a" / "own" / "000000").read_bytes())
        command = [sys.executable, "-I", "-S", str(script), str(path), found.code]
        alone, told = _timed(lambda: subprocess.run(command, capture_output=True, text=True, check=False))
        size = path.stat().st_size / 1024 / 1024
    lines = found.totals["发放笔数"]
    print_row("every file of it hashed once (floor)", floor, f"{size:.1f} MB, {lines} payments")
    print_row("made and checked", making, "differences: none" if not found.faults else found.faults[0])
    print_row("made once more", again, "the same bytes" if found.code == other.code else "other bytes")
    print_row("checked by the script alone", alone, f"exit code {told.returncode}")


def _pay(city: Any) -> None:
    """Ten batches of a thousand gifts of 100 yuan each, paid."""
    from django.utils import timezone

    from funds.payments import services
    from funds.payments.models import SOURCES
    from funds.payments.rules import BankRow
    from funds.payments.states import Result
    from hardship.kernel.documents import make_id_number
    from tests.books import make_line
    from tests.factories import UserFactory
    from tests.funds.payments.gifts import KIND, Gifts

    roles = ("finance", "reviewer", "approver")
    finance, checker, approver = (UserFactory(union=city, role=role) for role in roles)
    gifts, line, today = Gifts(), make_line(finance, "10000000"), timezone.localdate()
    SOURCES.add(KIND)(gifts.source())

    def owe(number: int) -> int:
        born = date(1980, 1, 1) + timedelta(days=number // 900)
        person = make_id_number("320602", born, number % 900 + 1)
        return int(gifts.owe(union=city, line=line, by=approver, amount="100.00", id_number=person).pk)

    for first in range(0, PAYMENTS, OF_BATCH):
        owed = [owe(first + number) for number in range(OF_BATCH)]
        batch = services.make_batch(payable_ids=owed, title="", by=finance)
        for action, by in (("check", checker), ("release", approver)):
            services.take_step(batch_id=batch.pk, action=action, by=by)
        services.send_batch(batch_id=batch.pk, way="online", on=today, by=finance)
        rows = [BankRow(row=n, line=n, result=Result.PAID, paid_on=today) for n in range(1, OF_BATCH + 1)]
        services.record_results(batch_id=batch.pk, rows=rows, by=finance)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def run(print_row: Callable[[str, float, str], None]) -> None:
    ledger.in_own_database(lambda: measure(print_row))


if __name__ == "__main__":
    ledger.as_program(run)
