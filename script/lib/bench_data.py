"""Many households for the measurements, the same each time, written by COPY; they have lived since 2024."""

import itertools
import multiprocessing
import os
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models.base import ModelState
from django.utils import timezone

from cases.archives.models import FileEdit, Household, IncomeItem, Member, RigidExpense
from cases.archives.services.edits import record_start
from cases.archives.services.entry import people as person
from cases.archives.states import (
    WORKER_STATUSES,
    Category,
    Cause,
    ExpenseKind,
    IncomeKind,
    Relation,
    WorkerType,
)
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.demo.clock import database_day
from hardship.demo.places import build_accounts, build_unions
from hardship.kernel import names
from hardship.kernel.copying import copy_rows
from hardship.kernel.documents import make_id_number

# 82,000 names in all: each is spelt once.
names.spell, names.grams = lru_cache(None)(names.spell), lru_cache(None)(names.grams)

Row = TypeVar("Row", bound=models.Model)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
)
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰红建国志文春梅海燕小雨晨光"
CHUNK = 5000
WRITERS = os.cpu_count() or 1
# Plain strings: an enumeration builds its list of values anew each time.
CATEGORIES, CAUSES, WORKER_TYPES = (tuple(one.values) for one in (Category, Cause, WorkerType))
INCOME_KINDS, EXPENSE_KINDS = tuple(IncomeKind.values), tuple(ExpenseKind.values)
RELATIONS, STATUSES = tuple(Relation.values[1:]), tuple(str(status) for status in WORKER_STATUSES)
# What became of the files: on which day, of one in how many, what changed.
LIFE = (
    (date(2025, 3, 1), 3, "category = CASE category WHEN 'deep' THEN 'relative' ELSE 'deep' END"),
    (date(2025, 9, 1), 4, "is_on_dibao = NOT is_on_dibao"),
    (date(2026, 3, 1), 5, "state = 'relieved'"),
    (date(2026, 6, 1), 7, "state = 'lifted', left_on = '2026-06-01'"),
)
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
    homes = _homes(count)
    starts = range(0, count, CHUNK)
    with _without_indexes(Household, Member, IncomeItem, RigidExpense, FileEdit):
        connection.close()
        with multiprocessing.get_context("fork").Pool(WRITERS) as pool:
            pool.starmap(_write_chunk, [(homes[start : start + CHUNK], start, clerk) for start in starts])
        with connection.cursor() as cursor:
            for model in (Household, Member, IncomeItem, RigidExpense):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
        with connection.cursor() as cursor:
            # one statement is about all files; without figures the planner takes the new tables to be empty
            cursor.execute("SET statement_timeout = 0; ANALYZE")
        with transaction.atomic(), connection.cursor() as cursor:
            _live_on(cursor)
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
    """Inside, these tables have only the indexes that a constraint or a trigger needs."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid::regclass::text = ANY(%s) AND NOT indisunique
              AND pg_get_indexdef(indexrelid) NOT LIKE '%%(household_id%%'
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


def _live_on(cursor: Any) -> None:
    """Years with changes in them: a date that is past has figures of its own. That one in four gets or loses
    dibao was written by somebody."""
    cursor.execute(
        """INSERT INTO archives_fileedit (household_id, version, sections, by_id, at)
        SELECT id, version + 1, '{money}', created_by_id, now()
          FROM archives_household WHERE mod(id, 4) = 0"""
    )
    cursor.execute("UPDATE archives_household SET version = version + 1 WHERE mod(id, 4) = 0")
    for day, share, change in LIFE:
        with database_day(day):
            cursor.execute(
                f"UPDATE archives_household SET {change} WHERE mod(id, %s) = 0 AND filed_on < %s"
                " AND state IN ('filed', 'relieved')",
                [share, day],
            )


def _write_chunk(unions: list[Union], start: int, clerk: User) -> None:
    chance = random.Random(f"20260321 {start}")
    households = [_household(union, start + place, clerk, chance) for place, union in enumerate(unions)]
    members = [
        _member(household, position, household.pk - 1, chance)
        for household in households
        for position in range(chance.randint(1, 4))
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        copy_rows(households)
        record_start(households, by=clerk)
        copy_rows(members)
        copy_rows([_income(household, chance) for household in households])
        copy_rows([_expense(household, chance) for household in households])
        # filed with its people in it, as a reviewer does
        cursor.execute(
            "UPDATE archives_household SET state = 'filed' WHERE id > %s AND id <= %s",
            [start, start + len(households)],
        )


def _like(model: type[Row], **values: Any) -> Row:
    """A row of default values but for these, by the names of their columns; calling the class takes thrice
    as long."""
    made = object.__new__(model)
    made.__dict__ = {**_defaults(model), "_state": ModelState(), **values}
    return made


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return dict(model().__dict__)


def _income(household: Household, chance: random.Random) -> IncomeItem:
    return _like(
        IncomeItem,
        id=household.pk,
        household_id=household.pk,
        kind=chance.choice(INCOME_KINDS),
        annual_amount=Decimal(chance.randint(3000, 60000)),
    )


def _expense(household: Household, chance: random.Random) -> RigidExpense:
    return _like(
        RigidExpense,
        id=household.pk,
        household_id=household.pk,
        kind=chance.choice(EXPENSE_KINDS),
        annual_amount=Decimal(chance.randint(0, 30000)),
    )


def _household(union: Union, number: int, clerk: User, chance: random.Random) -> Household:
    filed_on = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1000))
    moment = datetime.combine(filed_on, time(10), tzinfo=timezone.get_current_timezone())
    return _like(
        Household,
        id=number + 1,
        uid=_uid(number),
        union_id=union.pk,
        head_id=(number + 1) * 4,
        state="draft",
        file_no=f"{union.code}-{filed_on.year}-{number:06d}",
        file_year=filed_on.year,
        file_seq=number + 1,
        category=chance.choice(CATEGORIES),
        main_cause=chance.choice(CAUSES),
        worker_type=chance.choice(WORKER_TYPES),
        members_reviewed=True,
        money_reviewed=True,
        is_on_dibao=chance.random() < 0.3,
        created_by_id=clerk.pk,
        updated_by_id=clerk.pk,
        updated_at=moment,
        filed_at=moment,
        filed_by_id=clerk.pk,
        filed_on=filed_on,
    )


def _uid(number: int) -> uuid.UUID:
    return uuid.UUID(int=(0x20260321 << 96) + number)


def _member(household: Household, position: int, number: int, chance: random.Random) -> Member:
    born = date(1950 + position * 5, 1, 1) + timedelta(days=number % 12000)
    key = household.pk * 4 + position
    member = _like(
        Member,
        id=key,
        uid=_uid(key),
        household_id=household.pk,
        position=position,
        relation=chance.choice(RELATIONS) if position else "head",
        status="" if position else chance.choice(STATUSES),
    )
    person.set_name(member, chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2))))
    # No two people share birth date and sequence, whatever their place in the household.
    sequence = (number // 12000 * 4 + position) % 1000
    number_of_id = make_id_number("320602", born, sequence)
    person.set_id_number(member, number_of_id, birth_on=born, sex="male" if sequence % 2 else "female")
    person.set_phone(member, f"139{number % 10**8:08d}")
    return member
