"""The ledger beside django-hordak 2, on the same server in the same run, with what each database guards.

In one go: there so many transactions of two legs by `bulk_create`, here so many payees of a batch, which are
one journal.

Hordak is installed for this alone, into an environment of its own below .data. Run as a program:

    .venv/bin/python script/benchmarks/beside_hordak.py [POSTINGS]
"""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
HORDAK = "django-hordak==2.0.0"
ON = date(2026, 3, 5)
COUNT, LINES, SEEDED = 10_000, (4_000, 10_000), 1_000_000
MORE = ("psycopg[binary]", "setuptools")

SEED = """
    SET LOCAL session_replication_role = replica;
    INSERT INTO ledgers_posting (journal_id, position, account_id, side, amount)
    SELECT %(journal)s, 100 + n, CASE n %% 2 WHEN 0 THEN %(one)s ELSE %(two)s END,
           CASE n %% 2 WHEN 0 THEN 'D' ELSE 'C' END, 10
    FROM generate_series(1, %(count)s) n;
    UPDATE ledgers_balance SET debit = debit + %(half)s WHERE account_id = %(one)s;
    UPDATE ledgers_balance SET credit = credit + %(half)s WHERE account_id = %(two)s;
    SET LOCAL session_replication_role = DEFAULT;
"""
EVERY = """
    SELECT count(*) FROM ledgers_balance b LEFT JOIN (
        SELECT account_id, sum(amount) FILTER (WHERE side = 'D') AS debit,
               sum(amount) FILTER (WHERE side = 'C') AS credit
        FROM ledgers_posting GROUP BY account_id
    ) p USING (account_id)
    WHERE (b.debit, b.credit) IS DISTINCT FROM (coalesce(p.debit, 0), coalesce(p.credit, 0))
"""


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run_sql(statement: str, parameters: Any = None) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


def theirs(count: int) -> dict[str, float]:
    """Seconds of hordak, measured in a process and a database of its own."""
    home = ROOT / ".data" / "bench" / "hordak"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", HORDAK, *MORE], check=True)
    with _database() as place:
        side = Path(__file__).with_name("hordak_side.py")
        asked = [python, side, *place, *map(str, (count, *LINES, SEEDED))]
        told = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


@contextmanager
def _database() -> Iterator[list[str]]:
    """An empty one for hordak: host, port, user, password and name."""
    from django.db import connection

    own = connection.settings_dict
    name = "hordak_bench"
    run_sql(f"DROP DATABASE IF EXISTS {name}")
    run_sql(f"CREATE DATABASE {name}")
    try:
        yield [*(str(own[key] or "") for key in ("HOST", "PORT", "USER", "PASSWORD")), name]
    finally:
        run_sql(f"DROP DATABASE {name}")


def ours(count: int) -> dict[str, float]:
    """Seconds of the same work here: each posting with its commitment and its row in the trail."""
    from django.db import transaction

    from funds.ledgers import services
    from funds.ledgers.rules import Request, entry_lines
    from funds.ledgers.selectors import line_buckets
    from funds.ledgers.services.posting import accounts_of, post
    from funds.ledgers.states import Event
    from tests.books import make_line
    from tests.factories import UnionFactory, UserFactory

    line = make_line(UserFactory(union=UnionFactory(city_level=True), role="finance"), "100000000")
    maker, accounts = line.opened_by, accounts_of([line.pk])[line.pk]
    pool = line.fund.lines.get(use="pool")
    into = accounts_of([pool.pk])[pool.pk]

    held: list[uuid.UUID] = []

    def commit(number: int) -> None:
        made = services.commit(
            line_id=line.pk, use=line.use_id, amount=Decimal(10), source=f"a:{number}", by=maker,
            key=uuid.uuid4(), on=ON,
        )  # fmt: skip
        held.append(made.pk)

    def request(lines: list[Any]) -> Any:
        return Request(uuid.uuid4(), line.union_id, ON, Event.RECEIVE, "", "", maker.pk, lines)

    def journal(lines: int) -> None:
        pairs = [leg for _pair in range(lines // 2) for leg in entry_lines(Event.RECEIVE, into, Decimal(10))]
        with transaction.atomic():
            post(request(pairs), by=maker)

    def in_one_go() -> None:
        services.send(commitment_ids=held, source="b:1", by=maker, key=uuid.uuid4(), on=ON)

    found = {
        "one by one": timed(lambda: [commit(number) for number in range(count)]),
        "in one go": timed(in_one_go),
        **{f"journal of {lines}": timed(lambda lines=lines: journal(lines)) for lines in LINES},
    }
    _seed(accounts)
    found["one balance"] = timed(lambda: line_buckets(line.pk))
    found["every balance"] = timed(lambda: run_sql(EVERY))
    return found


def _seed(accounts: dict[str, int]) -> None:
    """So many postings more on two accounts, beside the guards. Raises SystemExit when the sums disagree."""
    from django.db import transaction

    with transaction.atomic():
        run_sql(SEED, {
            "journal": run_sql("SELECT id FROM ledgers_journal LIMIT 1")[0][0], "one": accounts["source"],
            "two": accounts["available"], "count": SEEDED, "half": SEEDED * 5,
        })  # fmt: skip
    run_sql("ANALYZE ledgers_posting")
    if run_sql(EVERY) != [(0,)]:
        raise SystemExit("the balances are not those of their postings")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")
    import django
    from django.conf import settings

    settings.DEBUG = False
    django.setup()
    from django.db import connection

    other = theirs(count)
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        here = ours(count)
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)
    print(f"  {count:,} postings, {SEEDED:,} seeded{'':<14}{'hordak':>10}{'here':>10}   times as fast")
    for name, seconds in here.items():
        print(f"  {name:<38}{other[name]:>9.3f}s{seconds:>9.3f}s{other[name] / seconds:>9.1f}")
    return 0 if all(seconds < other[name] for name, seconds in here.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
