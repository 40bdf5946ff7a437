"""Statistics of the archive (requirement F3): households and people who stood at a date, and a year before.

Everything is read from `StatusPeriod`, how each file stood on each day, so the figures of a past day do not
change any more (docs/adr/0012). One query, whatever the number of tables: it groups twice, by a few
columns at a time, which is few cells for the database to keep; the tables are added up from the cells here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy

from cases.archives.models import StatusPeriod
from cases.archives.rules import AGE_BANDS
from cases.archives.selectors.stock import UNKNOWN, born_in, labelled, standing
from cases.archives.states import (
    IN_FORCE_STATES,
    WORKER_STATUSES,
    Category,
    Cause,
    FilingLevel,
    Label,
    WorkerType,
)
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_names_on
from hardship.accounts.states import Level
from hardship.statistics.rules import growth, share, shares

L = gettext_lazy
YES_NO = (("1", L("享受低保")), ("0", L("未享受低保")))
STATES = tuple((state.value, state.label) for state in IN_FORCE_STATES)
STATUSES = tuple((status.value, status.label) for status in WORKER_STATUSES)
BANDS = tuple((band.key, band.label) for band in AGE_BANDS)


NOT_FILLED_IN = L("未填")
BY_NATIONAL = L("按全国类别")  # of a file whose union has no categories of its own


@dataclass(frozen=True)
class Dimension:
    """One table: the parameter of the list that narrows to a line of it, the lines it always has, and what
    the line is called of those that nobody filled in."""

    key: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()
    blank: Any = NOT_FILLED_IN


DIMENSIONS = (
    Dimension("category", L("困难类别"), tuple(Category.choices)),
    Dimension("own", L("本级类别"), blank=BY_NATIONAL),
    Dimension("filing_level", L("建档标准"), tuple(FilingLevel.choices)),
    Dimension("chief", L("主要致困原因"), tuple(Cause.choices)),
    Dimension("worker_type", L("用工类别"), tuple(WorkerType.choices)),
    Dimension("is_on_dibao", L("低保"), YES_NO),
    Dimension("status", L("人员身份"), STATUSES),
    Dimension("state", L("档案状态"), STATES),
    Dimension("age", L("职工年龄"), BANDS),
    Dimension("union", L("地区（下级工会）")),
)
# What is grouped together. The age of a year ago is a column of its own.
GROUPS = (
    ("category", "own", "filing_level", "chief", "worker_type", "is_on_dibao"),
    ("status", "state", "union", "age", "age_before"),
)
GROUPED = tuple(key for keys in GROUPS for key in keys)


@dataclass(frozen=True)
class Figures:
    """Households and people at the date, and at the same date of the year before."""

    households: int = 0
    people: int = 0
    households_before: int = 0
    people_before: int = 0

    @property
    def change(self) -> int:
        return self.households - self.households_before

    @property
    def growth(self) -> Decimal | None:
        return growth(self.households, self.households_before)


@dataclass(frozen=True)
class Line:
    """One value of a dimension with its figures and shares in percent; `key` is '' where the list cannot
    be narrowed to it."""

    key: str
    label: str
    figures: Figures
    household_share: Decimal
    people_share: Decimal


@dataclass(frozen=True)
class Table:
    key: str
    label: str
    lines: list[Line]


@dataclass(frozen=True)
class Statistics:
    """All tables of one union's subtree; every table adds up to `total`."""

    union: Union
    on: date
    before: date
    total: Figures
    tables: list[Table]
    labels: Table  # a file may have several, so this one adds up to nothing


def _labels(user: User, union: Union, on: date, before: date, total: Figures) -> Table:
    """Derived labels by the day, with their shares of all households and people; one query."""
    weighed: list[tuple[date, Value | F]] = [
        (on, Value(1)), (on, F("persons")), (before, Value(1)), (before, F("persons"))
    ]  # fmt: skip
    sums = {
        f"{label.value}_{number}": Sum(_weight(standing(day) & labelled(label, day, head=""), weight))
        for label in Label
        for number, (day, weight) in enumerate(weighed)
    }
    rows = list_status_periods(user=user, union=union).filter(standing(on) | standing(before))
    counted = rows.aggregate(**sums)
    lines = []
    for label in Label:
        found = Figures(*(counted[f"{label.value}_{number}"] or 0 for number in range(4)))
        parts = (share(found.households, total.households), share(found.people, total.people))
        lines.append(Line(label.value, str(label.label), found, *parts))
    return Table("label", str(L("标签")), lines)


def year_before(on: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def get_statistics(*, user: User, on: date, union: Union | None = None) -> Statistics:
    """The statistics of the user's scope, or of one union within it, at the end of that day."""
    union, before = union or user.union, year_before(on)
    found = _read(_stands(user, union, on, before))
    names = list_names_on([int(key) for key in found["union"] if key], on)
    tables = []
    for dimension in DIMENSIONS:
        choices = dimension.choices
        if dimension.key == "union":
            choices = tuple(names.items())
        if dimension.key == "own":
            choices = tuple((label, label) for label in sorted(found["own"]) if label)
            if not choices:
                continue  # every policy here judges by the national categories
        figures = found[dimension.key]
        if dimension.key == "age":
            figures = _of_each_day(figures, found["age_before"])
        tables.append(Table(dimension.key, str(dimension.label), _lines(dimension, choices, figures, union)))
    total = found[""].get("", Figures())
    return Statistics(union, on, before, total, tables, _labels(user, union, on, before, total))


def list_status_periods(*, user: User, union: Union | None = None) -> QuerySet[StatusPeriod]:
    """The periods in the user's scope, or in one union within it, in no order."""
    status_periods = StatusPeriod.objects.visible_to(user).order_by()
    if union is None or union.pk == user.union_id:
        return status_periods
    return status_periods.filter(**{f"{union.scope_column}_id": union.pk})


def _stands(user: User, union: Union, on: date, before: date) -> QuerySet[Any, dict[str, Any]]:
    """The periods that hold one of the two days, with the columns that are grouped by."""
    rows: QuerySet[Any, Any] = (
        list_status_periods(user=user, union=union)
        .filter(standing(on) | standing(before))
        .values(
            k_category=F("category"),
            k_own=F("own_label"),
            k_filing_level=F("filing_level"),
            k_chief=F("main_cause"),
            k_worker_type=F("worker_type"),
            k_is_on_dibao=Case(
                When(is_on_dibao=True, then=Value("1")), When(is_on_dibao=False, then=Value("0")),
                default=Value(""),
            ),
            k_status=F("status"),
            k_state=F("state"),
            k_union=Cast(Coalesce(*_child_columns(union)), CharField()),
            k_age=_band(on),
            k_age_before=_band(before),
            k_now=_weight(standing(on), Value(1)),
            k_people=_weight(standing(on), F("persons")),
            k_was=_weight(standing(before), Value(1)),
            k_people_before=_weight(standing(before), F("persons")),
        )
    )  # fmt: skip
    return rows


def _weight(condition: Q, weight: F | Value) -> Case:
    return Case(When(condition, then=weight), default=Value(0), output_field=IntegerField())


def _band(on: date) -> Case:
    bands = [When(born_in(band.key, on), then=Value(band.key)) for band in AGE_BANDS]
    return Case(*bands, default=Value(""))


def _child_columns(union: Union) -> list[F]:
    """The columns that hold the union's child which a file lies below, the nearest level first."""
    below = list(Level.values)[list(Level.values).index(union.level) + 1 :]
    columns = [F(f"{level}_id") for level in below if level != Level.GRASSROOTS]
    return [*columns, F("union_id"), F("union_id")]


def _read(status_periods: QuerySet[Any, dict[str, Any]]) -> dict[str, dict[str, Figures]]:
    """For each column the figures of its values, under "" the total."""
    text, parameters = status_periods.query.sql_with_params()
    columns = ", ".join(f"k_{key}" for key in GROUPED)
    sets = ", ".join(f"({', '.join(f'k_{key}' for key in keys)})" for keys in GROUPS)
    # only what Django wrote and the names above stand in this text
    sql = f"""
        SELECT {columns}, sum(k_now), sum(k_people), sum(k_was), sum(k_people_before)
        FROM ({text}) AS status_periods GROUP BY GROUPING SETS ({sets})"""  # noqa: S608
    sums: dict[str, dict[str, list[int]]] = {key: {} for key in (*GROUPED, "")}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for row in cursor.fetchall():
            _add(sums, row[: len(GROUPED)], [int(figure) for figure in row[len(GROUPED) :]])
    return {
        key: {value: Figures(*figures) for value, figures in found.items()} for key, found in sums.items()
    }


def _add(sums: dict[str, dict[str, list[int]]], values: Sequence[str | None], figures: list[int]) -> None:
    """One cell of one group to the sums of each of its columns; the columns of the other group are NULL. The
    total is that of the first group."""
    cell = [(key, value) for key, value in zip(GROUPED, values, strict=True) if value is not None]
    if cell[0][0] == GROUPED[0]:
        cell.append(("", ""))
    for key, value in cell:
        held = sums[key].setdefault(value, [0, 0, 0, 0])
        for place, figure in enumerate(figures):
            held[place] += figure


def _of_each_day(now: dict[str, Figures], before: dict[str, Figures]) -> dict[str, Figures]:
    """Ages of the day beside the ages of the year before."""
    nothing = Figures()
    return {
        key: Figures(
            now.get(key, nothing).households,
            now.get(key, nothing).people,
            before.get(key, nothing).households_before,
            before.get(key, nothing).people_before,
        )
        for key in now.keys() | before.keys()
    }


def _lines(
    dimension: Dimension, choices: Iterable[tuple[str, Any]], figures: dict[str, Figures], union: Union
) -> list[Line]:
    """A line for each choice, and one for what nobody filled in when there is something."""
    rows = [(key, str(label), figures.get(key, Figures())) for key, label in choices]
    if any((blank := figures.get("", Figures())).__dict__.values()):
        rows.append((UNKNOWN, str(dimension.blank), blank))
    by_households = shares([row[2].households for row in rows])
    by_people = shares([row[2].people for row in rows])
    return [
        Line("" if key == str(union.pk) else key, label, found, *parts)
        for (key, label, found), *parts in zip(rows, by_households, by_people, strict=True)
    ]
