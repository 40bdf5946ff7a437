"""Many households for the measurements, the same each time; they have lived since 2024."""

import itertools
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import bench_rows
from django.db import connection, models, transaction

from cases.archives.models import FileEdit, Household, IncomeItem, Member, RigidExpense, StatusPeriod
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.demo.places import build_accounts, build_unions
from hardship.kernel import names
from hardship.kernel.copying import copy_rows

CHUNK = 5000
WRITERS = os.cpu_count() or 1
TABLES = (Household, Member, IncomeItem, RigidExpense, FileEdit, StatusPeriod)
# One union with a single file, one with fifty: a list must ask the database equally often for both.
SMALL = {"321003006": 1, "321003005": 50}


def load(count: int) -> dict[str, User]:
    """The people of the demo tree and `count` filed households below them. Exits on other data."""
    present = Household.objects.count()
    if present == 0:
        with transaction.atomic():
            people = build_accounts(build_unions())
        _write_all(count, people["xt.clerk"])
        return people
    if present != count:
        raise SystemExit(f"{present} households are there instead of {count}: remove .data/bench first.")
    return {user.username: user for user in User.objects.select_related("union")}


def _write_all(count: int, clerk: User) -> None:
    """Every chunk is a transaction, written by the process whose turn it is; indexes are made afterwards."""
    # 82,000 names in all: each is spelt once
    names.spell, names.grams = lru_cache(None)(names.spell), lru_cache(None)(names.grams)
    homes = _homes(count)
    starts = range(0, count, CHUNK)
    with _without_indexes(*TABLES):
        connection.close()
        with multiprocessing.get_context("fork").Pool(WRITERS) as pool:
            pool.starmap(write_chunk, [(homes[start : start + CHUNK], start, clerk) for start in starts])
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET maintenance_work_mem = '512MB'")
            for model in (Household, Member, IncomeItem, RigidExpense):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _homes(count: int) -> list[Union]:
    """The union of each household: the small ones first, then the others by turns."""
    unions = list(Union.objects.filter(level=Level.GRASSROOTS).order_by("code"))
    places = itertools.chain.from_iterable(
        [union] * SMALL[union.code] for union in unions if union.code in SMALL
    )
    crowd = itertools.cycle([union for union in unions if union.code not in SMALL])
    return list(itertools.islice(itertools.chain(places, crowd), count))


@contextmanager
def _without_indexes(*models: type[models.Model]) -> Iterator[None]:
    """Inside, these tables have only the indexes that a constraint needs."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
            [tables],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _name, definition in found:
            cursor.execute(definition)


def write_chunk(unions: list[Union], start: int, clerk: User) -> None:
    """Writes the files as they stand today, past the triggers: to file them and to change them by UPDATE took
    longer than all the rest. What the triggers would have left is in the rows of bench_rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT pg_current_xact_id()::text")
        for rows in bench_rows.make_rows(unions, start, clerk, cursor.fetchone()[0]):
            copy_rows(rows)
