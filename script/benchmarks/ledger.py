"""Postings on one hot line, and a batch of 2,000 payees, beside plain INSERTs of the same rows.

`run(print_row)` calls `print_row(name, seconds, note)` with the seconds of 2,000 postings; the first row is
the floor. Works in a test database of its own, made and dropped: what a ledger holds cannot be deleted. Run
as a program it prints the rows itself.
"""

import os
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
ON = date(2026, 3, 5)
COUNT = 2_000
CLIENTS = (1, 8, 32)
WARM = 10  # calls of each client before the clock starts

# The same rows with the same indexes, and nobody who looks at them.
FLOOR_TABLES = """
    CREATE TABLE floor_journal (LIKE ledgers_journal INCLUDING DEFAULTS INCLUDING INDEXES);
    CREATE TABLE floor_posting (LIKE ledgers_posting INCLUDING DEFAULTS INCLUDING INDEXES);
    ALTER TABLE floor_posting ALTER id DROP IDENTITY IF EXISTS,
        ALTER id SET DEFAULT nextval(pg_get_serial_sequence('ledgers_posting', 'id'));
"""
FLOOR_JOURNAL = """
    INSERT INTO floor_journal SELECT (jsonb_populate_record(j, %s::jsonb)).* FROM ledgers_journal j LIMIT 1
"""
FLOOR_POSTINGS = """
    INSERT INTO floor_posting (journal_id, position, account_id, side, amount)
    SELECT %s, n, 1, CASE n %% 2 WHEN 0 THEN 'C' ELSE 'D' END, 10 FROM generate_series(1, %s) n
"""


def sql(statement: str, parameters: list[Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def plain(number: int, postings: int = 2) -> None:
    """One journal with its postings, as plain rows in one transaction."""
    from json import dumps

    from django.db import transaction

    key = str(uuid.uuid4())
    with transaction.atomic():
        sql(FLOOR_JOURNAL, [dumps({"id": key, "number": number + 2, "reverses_id": None})])
        sql(FLOOR_POSTINGS, [key, postings])


def posted(line: Any, accounts: dict[str, int]) -> Callable[[int], None]:
    """The database function alone: one receipt into the pool."""
    from django.utils import timezone

    from funds.ledgers.rules import Request, entry_lines
    from funds.ledgers.states import Event

    def post(_number: int) -> None:
        lines = entry_lines(Event.RECEIVE, accounts, Decimal(10))
        made = Request(uuid.uuid4(), line.union_id, ON, "receive", "", "", line.opened_by_id, lines)
        sql("SELECT ledger_post(%s, %s)", [made.text(), timezone.now()])

    return post


def committed(line: Any, prefix: str) -> Callable[[int], uuid.UUID]:
    """The whole service: checks, commitment, journal, audit row."""
    from funds.ledgers import services

    def commit(number: int) -> uuid.UUID:
        made = services.commit(
            line_id=line.pk,
            use=line.use_id,
            amount=Decimal(10),
            source=f"{prefix}:{number}",
            by=line.opened_by,
            key=uuid.uuid4(),
            on=ON,
        )
        return made.pk

    return commit


def seconds(work: Callable[[int], Any], clients: int, start: int = 0) -> tuple[float, list[Any]]:
    """How long COUNT calls take with so many clients, each a process of its own as in service, with its own
    connection; and what they gave. The clock starts when all of them are warm."""
    from django.db import connection

    connection.close()  # a process that is forked off must not share it
    here = get_context("fork")
    ready, results = here.Barrier(clients + 1), here.SimpleQueue()

    def share(client: int) -> None:
        for number in range(WARM):  # a connection that is new plans each statement first
            work(start + COUNT + client + number * clients)
        ready.wait()
        results.put([work(number) for number in range(start + client, start + COUNT, clients)])
        connection.close()

    crowd = [here.Process(target=share, args=(client,)) for client in range(clients)]
    for client in crowd:
        client.start()
    ready.wait()
    begun = time.perf_counter()
    made = [result for _client in crowd for result in results.get()]
    taken = time.perf_counter() - begun
    for client in crowd:
        client.join()
    return taken, made


def run(print_row: Callable[[str, float, str], None]) -> None:
    in_own_database(lambda: measure(print_row))


def in_own_database(work: Callable[[], None]) -> None:
    """Does it in a test database of its own, made and dropped."""
    from django.db import connection

    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        work()
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)  # back to the one that was open


def measure(print_row: Callable[[str, float, str], None]) -> None:
    from funds.ledgers import services
    from funds.ledgers.selectors import run_checks
    from funds.ledgers.services.posting import accounts_of
    from tests.books import make_line
    from tests.factories import UnionFactory, UserFactory

    line = make_line(UserFactory(union=UnionFactory(city_level=True), role="finance"), "1000000")
    pool = line.fund.lines.get(use="pool")
    sql(FLOOR_TABLES, [])
    for clients in CLIENTS:
        ways: tuple[tuple[str, Callable[[int], Any]], ...] = (
            ("plain rows (floor)", plain),
            ("the posting function", posted(pool, accounts_of([pool.pk])[pool.pk])),
            ("the whole service", committed(line, f"a{clients}")),
        )
        for place, (name, work) in enumerate(ways):
            taken, made = seconds(work, clients, start=clients * 100_000 * (place == 0))
            who = f"{clients} clients" if clients > 1 else "one client"
            print_row(f"{name}, {who}", taken, f"{COUNT / taken:,.0f} postings a second")
    begun = time.perf_counter()
    plain(1, 2 * COUNT)
    print_row(f"{COUNT:,} payees as plain rows", time.perf_counter() - begun, "one transaction")
    begun = time.perf_counter()
    services.send(commitment_ids=made, source="b:1", by=line.opened_by, key=uuid.uuid4(), on=ON)
    print_row(f"{COUNT:,} payees sent in one journal", time.perf_counter() - begun, "one transaction")
    begun = time.perf_counter()
    # two are right to complain: the function alone received more than is granted, and no batch sent the money
    rightly = {"grants", "payments"}
    broken = [row.code for row in run_checks() if row.differences and row.code not in rightly]
    print_row(
        "every check over these books",
        time.perf_counter() - begun,
        f"differences: {'、'.join(broken) or 'none'}",
    )


def as_program(measure: Callable[[Callable[[str, float, str], None]], None]) -> None:
    """Prints the rows of a benchmark."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")
    import django

    django.setup()
    measure(lambda name, taken, note: print(f"  {name:<46}{taken:>8.2f} s   {note}"))


if __name__ == "__main__":
    as_program(run)
