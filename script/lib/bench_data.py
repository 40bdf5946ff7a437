"""Many households for the measurements, the same each time, written by COPY; they have lived since 2024."""

import itertools
import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from cases.archives.models import Household, IncomeItem, Member, RigidExpense
from cases.archives.services import people as person
from cases.archives.services.edits import record_start
from cases.archives.states import (
    WORKER_STATUSES,
    Category,
    Cause,
    ExpenseKind,
    IncomeKind,
    Relation,
    State,
    WorkerType,
)
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.demo.clock import database_day
from hardship.demo.places import build_accounts, build_unions
from hardship.kernel import names
from hardship.kernel.documents import make_id_number

names.pinyin, names.initials = lru_cache(None)(names.pinyin), lru_cache(None)(names.initials)

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
)
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰红建国志文春梅海燕小雨晨光"
CHUNK = 5000
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
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        return people
    if present != count:
        raise SystemExit(f"{present} households are there instead of {count}: remove .data/bench first.")
    return {user.username: user for user in User.objects.select_related("union")}


def _write_all(count: int, clerk: User) -> None:
    chance = random.Random(20260321)
    unions = list(Union.objects.filter(level=Level.GRASSROOTS).order_by("code"))
    places = itertools.chain.from_iterable(
        [union] * SMALL[union.code] for union in unions if union.code in SMALL
    )
    crowd = itertools.cycle([union for union in unions if union.code not in SMALL])
    homes = list(itertools.islice(itertools.chain(places, crowd), count))
    for start in range(0, count, CHUNK):
        _write_chunk(homes[start : start + CHUNK], start, clerk, chance)
    with connection.cursor() as cursor:
        for model in (Household, Member, IncomeItem, RigidExpense):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        # without figures of the new tables the triggers below plan by empty ones, and read all for each row
        cursor.execute("ANALYZE")
        # filed with its people in it, as a reviewer does
        cursor.execute(
            "UPDATE archives_household h SET head_id = m.id, state = 'filed' FROM archives_member m "
            "WHERE m.household_id = h.id AND m.relation = 'head'"
        )
        _live_on(cursor)


def _live_on(cursor: Any) -> None:
    """Years with changes in them: a date that is past has figures of its own."""
    for day, share, change in LIFE:
        with database_day(day):
            cursor.execute(
                f"UPDATE archives_household SET {change} WHERE mod(id, %s) = 0 AND filed_on < %s"
                " AND state IN ('filed', 'relieved')",
                [share, day],
            )


def _copy(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """COPY of objects that have their keys."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as target,
    ):
        for made in objects:
            target.write_row(
                [field.get_db_prep_save(field.pre_save(made, add=False), connection) for field in fields]
            )


def _write_chunk(unions: list[Union], start: int, clerk: User, chance: random.Random) -> None:
    households = [_household(union, start + place, clerk, chance) for place, union in enumerate(unions)]
    _copy(Household, households)
    record_start(households, by=clerk)
    _copy(
        Member,
        [
            _member(household, position, household.pk - 1, chance)
            for household in households
            for position in range(chance.randint(1, 4))
        ],
    )
    _copy(
        IncomeItem,
        [
            IncomeItem(
                pk=household.pk,
                household=household,
                kind=chance.choice(IncomeKind.values),
                annual_amount=Decimal(chance.randint(3000, 60000)),
            )
            for household in households
        ],
    )
    _copy(
        RigidExpense,
        [
            RigidExpense(
                pk=household.pk,
                household=household,
                kind=chance.choice(ExpenseKind.values),
                annual_amount=Decimal(chance.randint(0, 30000)),
            )
            for household in households
        ],
    )


def _household(union: Union, number: int, clerk: User, chance: random.Random) -> Household:
    filed_on = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1000))
    moment = datetime.combine(filed_on, time(10), tzinfo=timezone.get_current_timezone())
    return Household(
        pk=number + 1,
        union=union,
        state=State.DRAFT,
        file_no=f"{union.code}-{filed_on.year}-{number:06d}",
        file_year=filed_on.year,
        file_seq=number + 1,
        category=chance.choice(Category.values),
        main_cause=chance.choice(Cause.values),
        worker_type=chance.choice(WorkerType.values),
        members_reviewed=True,
        money_reviewed=True,
        is_on_dibao=chance.random() < 0.3,
        created_by=clerk,
        updated_by=clerk,
        updated_at=moment,
        filed_at=moment,
        filed_by=clerk,
        filed_on=filed_on,
    )


def _member(household: Household, position: int, number: int, chance: random.Random) -> Member:
    born = date(1950 + position * 5, 1, 1) + timedelta(days=number % 12000)
    member = Member(
        pk=household.pk * 4 + position,
        household=household,
        position=position,
        relation=Relation.HEAD if position == 0 else chance.choice(Relation.values[1:]),
        status=chance.choice(WORKER_STATUSES) if position == 0 else "",
    )
    person.set_name(member, chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2))))
    # No two people share birth date and sequence, whatever their place in the household.
    sequence = (number // 12000 * 4 + position) % 1000
    number_of_id = make_id_number("320602", born, sequence)
    person.set_id_number(member, number_of_id, birth_on=born, sex="male" if sequence % 2 else "female")
    person.set_phone(member, f"139{number % 10**8:08d}")
    return member
