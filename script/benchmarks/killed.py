"""PostgreSQL killed with -9 while four clients hold money, six times: nothing that was acknowledged is
missing, every journal balances, numbers have no gap. Run as a program,
on a server of its own below .data/killed:

    .venv/bin/python script/benchmarks/killed.py [ROUNDS]
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".data" / "killed"
ON, CLIENTS, SECONDS, ROUNDS = date(2026, 3, 5), 4, 1.5, 6


def begin() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("HARDSHIP_DATABASE_UNSAFE", None)
    os.environ.update(
        {"HARDSHIP_DATA": str(HOME), "DJANGO_SETTINGS_MODULE": "hardship.settings", "DEBUG": "0"}
    )
    import django

    django.setup()


def write(line_id: int) -> None:
    """One client: tells the key of each commitment that the database acknowledged, until it is gone."""
    from django.db import DatabaseError

    from funds.ledgers.models import BudgetLine
    from funds.ledgers.services import commit

    line = BudgetLine.objects.select_related("opened_by").get(pk=line_id)
    while True:
        key = uuid.uuid4()
        try:
            commit(
                line_id=line.pk, use=line.use_id, amount=Decimal(1), source=f"a:{key}", by=line.opened_by,
                key=key, on=ON,
            )  # fmt: skip
        except DatabaseError:
            return
        print(key, flush=True)


def kill(line_id: int) -> set[uuid.UUID]:
    """What the clients were told before the server was gone."""
    asked = [sys.executable, __file__, "--write", str(line_id)]
    clients = [subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) for _number in range(CLIENTS)]
    told = [client.stdout.readline() for client in clients if client.stdout]  # all are at work
    time.sleep(SECONDS)
    os.kill(int((HOME / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    told += [line for client in clients for line in client.communicate()[0].split()]
    return {uuid.UUID(line.strip()) for line in told if line.strip()}


def look(line_id: int, told: set[uuid.UUID]) -> list[str]:
    """What is wrong after the server came back."""
    from django.db.models import Count, Max

    from funds.ledgers.models import Commitment, Journal
    from funds.ledgers.selectors import run_checks

    kept = set(Commitment.objects.filter(line=line_id, committed=1).values_list("pk", flat=True))
    numbers = Journal.objects.values("union", "year").annotate(rows=Count("pk"), last=Max("number"))
    wrong = [f"{len(told - kept)} acknowledged are missing"] if told - kept else []
    wrong += [f"numbers have gaps: {row}" for row in numbers if row["rows"] != row["last"]]
    return wrong + [f"{row.label}: {line}" for row in run_checks() for line in row.differences]


def main() -> int:
    begin()
    if sys.argv[1:2] == ["--write"]:
        write(int(sys.argv[2]))
        return 0
    from django.core.management import call_command
    from django.db import connection

    from hardship.embedded import Server
    from tests.books import make_line
    from tests.factories import UnionFactory, UserFactory

    call_command("migrate", verbosity=0)
    line = make_line(UserFactory(union=UnionFactory(city_level=True), role="finance"), "1000000")
    told: set[uuid.UUID] = set()
    for number in range(1, 1 + int(sys.argv[1] if len(sys.argv) > 1 else ROUNDS)):
        connection.close()
        fresh = kill(line.pk)
        told |= fresh
        started = time.perf_counter()
        Server().start()
        wrong = look(line.pk, told)
        took, told_of = (
            time.perf_counter() - started,
            "; ".join(wrong) or "all of it is there, nothing is open",
        )
        print(
            f"  round {number}: {len(fresh):,} acknowledged, back after {took:.1f} s: {told_of}", flush=True
        )
        if wrong:
            return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(main())
