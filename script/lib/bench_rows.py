"""The rows of the measurements' households: how the files stand after the years, and how they stood before.

The tables are written past their triggers, so what these would have left is made here.
Test: tests/running/test_bench_data.py.
"""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState
from django.utils import timezone

from cases.archives.models import FileEdit, Household, IncomeItem, Member, RigidExpense, StatusPeriod
from cases.archives.services.entry import people as person
from cases.archives.states import (
    IN_FORCE_STATES,
    WORKER_STATUSES,
    Category,
    Cause,
    ExpenseKind,
    IncomeKind,
    Relation,
    WorkerType,
)
from hardship.accounts.models import Union, User
from hardship.kernel.documents import make_id_number
from hardship.kernel.scope import SCOPE_COLUMNS

Row = TypeVar("Row", bound=models.Model)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
)
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰红建国志文春梅海燕小雨晨光"
# Plain strings: an enumeration builds its list of values anew each time.
CATEGORIES, CAUSES, WORKER_TYPES = (tuple(one.values) for one in (Category, Cause, WorkerType))
INCOME_KINDS, EXPENSE_KINDS = tuple(IncomeKind.values), tuple(ExpenseKind.values)
RELATIONS, STATUSES = tuple(Relation.values[1:]), tuple(str(status) for status in WORKER_STATUSES)
IN_FORCE = frozenset(map(str, IN_FORCE_STATES))
EDITED = 4  # of so many files one was written a second time: whether it is on dibao
LIFTED_ON = date(2026, 6, 1)


def make_rows(unions: list[Union], start: int, clerk: User, xact: str) -> list[list[Any]]:
    """The rows of each table, in one list: households, members, incomes, expenses, edits, status periods."""
    chance = random.Random(f"20260321 {start}")
    households = [_household(union, start + place, clerk, chance) for place, union in enumerate(unions)]
    families = [
        [_member(household, position, household.pk - 1, chance) for position in range(chance.randint(1, 4))]
        for household in households
    ]
    incomes = [_income(household, chance) for household in households]
    expenses = [_expense(household, chance) for household in households]
    edits = [edit for household in households for edit in _edits(household, xact)]
    for household, family in zip(households, families, strict=True):
        household.head_pinyin, household.labels = family[0].name_pinyin, _labels(family[0])
    periods = [period for pair in zip(households, families, strict=True) for period in _live_on(*pair)]
    for household, family in zip(households, families, strict=True):
        for member in family:
            member.in_active_file = household.state in IN_FORCE
    return [households, list(itertools.chain.from_iterable(families)), incomes, expenses, edits, periods]


def _edits(household: Household, xact: str) -> Iterator[FileEdit]:
    """Who began the file, and of some files who wrote it again."""
    for version in range(1, household.version + 1):
        yield _like(
            FileEdit,
            household_id=household.pk,
            version=version,
            sections=["money"] if version > 1 else [],
            at=timezone.now(),
            by_id=household.created_by_id,
            xact=xact,
        )


def _live_on(household: Household, family: list[Member]) -> list[StatusPeriod]:
    """Changes the file as the years did, and returns its periods: a past date has figures of its own."""
    periods = [_period(household, family, household.filed_on)]
    for day, share, change in LIFE:
        if household.pk % share or household.filed_on >= day or household.state not in IN_FORCE:
            continue
        change(household)
        periods[-1].to_on = day
        if household.state in IN_FORCE:
            periods.append(_period(household, family, day))
    return periods


def _period(household: Household, family: list[Member], day: date) -> StatusPeriod:
    head = family[0]
    return _like(
        StatusPeriod,
        **{name: getattr(household, name) for name in STOOD},
        household_id=household.pk,
        from_on=day,
        status=head.status,
        birth_on=head.birth_on,
        sex=head.sex,
        persons=len(family),
    )


def _change_category(household: Household) -> None:
    household.category = "relative" if household.category == "deep" else "deep"


def _change_dibao(household: Household) -> None:
    household.is_on_dibao = not household.is_on_dibao


def _relieve(household: Household) -> None:
    household.state = "relieved"


def _lift(household: Household) -> None:
    household.state, household.left_on = "lifted", LIFTED_ON


# What became of the files: on which day, of one in how many, what changed.
LIFE: tuple[tuple[date, int, Callable[[Household], None]], ...] = (
    (date(2025, 3, 1), 3, _change_category),
    (date(2025, 9, 1), EDITED, _change_dibao),
    (date(2026, 3, 1), 5, _relieve),
    (LIFTED_ON, 7, _lift),
)
SCOPE = tuple(f"{name}_id" for name in SCOPE_COLUMNS[1:])
STOOD = (
    "state",
    "category",
    "main_cause",
    "worker_type",
    "is_on_dibao",
    "labels",
    "head_id",
    "union_id",
    *SCOPE,
)


def _labels(head: Member) -> list[str]:
    """What the database computes of people of whom no more is known than this data says."""
    found = ["zero_employment"] if head.status in ("off_post", "unemployed") else []
    return [*found, "woman"] if head.sex == "female" else found


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
        **{name: getattr(union, name) for name in SCOPE},
        version=1 if (number + 1) % EDITED else 2,
        head_id=(number + 1) * 4,
        state="filed",
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
