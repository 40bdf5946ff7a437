"""Statistics of the archive (requirement F3): households and people who stood at a date, and a year before.

What stood is told by the dates of filing and leaving; category, cause and the other attributes are those on
file today, ages those of the day. One query, whatever the number of tables: GROUPING SETS over the files of
the scope, so that a county costs what its files cost and not what the province has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.archives.rules import AGE_BANDS
from cases.archives.selectors.stock import UNKNOWN, in_force, of_age
from cases.archives.states import WORKER_STATUSES, Category, Cause, WorkerType
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.desk.rules import growth, shares

L = gettext_lazy
YES_NO = (("1", L("享受低保")), ("0", L("未享受低保")))
STATUSES = tuple((status.value, status.label) for status in WORKER_STATUSES)
BANDS = tuple((band.key, band.label) for band in AGE_BANDS)


@dataclass(frozen=True)
class Dimension:
    """One table: the parameter of the list that narrows to a line of it, and the lines it always has."""

    key: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()


DIMENSIONS = (
    Dimension("category", L("困难类别"), tuple(Category.choices)),
    Dimension("chief", L("主要致困原因"), tuple(Cause.choices)),
    Dimension("worker_type", L("用工类别"), tuple(WorkerType.choices)),
    Dimension("is_on_dibao", L("低保"), YES_NO),
    Dimension("status", L("人员身份"), STATUSES),
    Dimension("age", L("职工年龄"), BANDS),
    Dimension("union", L("地区（下级工会）")),
)
# The columns that are grouped by; the age of a year ago is a column of its own.
GROUPED = (*(dimension.key for dimension in DIMENSIONS), "age_before")


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


def year_before(on: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def get_statistics(*, user: User, on: date, union: Union | None = None) -> Statistics:
    """The statistics of the user's scope, or of one union within it, at the end of that day."""
    union, before = union or user.union, year_before(on)
    found = _read(_files(user, union, on, before))
    names = _union_names(found["union"])
    tables = []
    for dimension in DIMENSIONS:
        choices = dimension.choices
        if dimension.key == "union":
            choices = tuple(names.items())
        figures = found[dimension.key]
        if dimension.key == "age":
            figures = _merge(figures, found["age_before"])
        tables.append(Table(dimension.key, str(dimension.label), _lines(choices, figures, union)))
    return Statistics(union, on, before, found["all"].get("", Figures()), tables)


def _files(user: User, union: Union, on: date, before: date) -> QuerySet[Any, dict[str, Any]]:
    """The files that stood on one of the two days, with the columns that are grouped by as text."""
    files = Household.objects.visible_to(user).order_by()
    if union.pk != user.union_id:
        files = files.filter(**{f"{union.scope_column}_id": union.pk})
    unfilled = {name: Coalesce(F(name), Value("")) for name in ("category", "main_cause", "worker_type")}
    return files.filter(in_force(on) | in_force(before)).values(
        k_id=F("pk"),
        k_category=unfilled["category"],
        k_chief=unfilled["main_cause"],
        k_worker_type=unfilled["worker_type"],
        k_is_on_dibao=Case(
            When(is_on_dibao=True, then=Value("1")), When(is_on_dibao=False, then=Value("0")),
            default=Value(""),
        ),
        k_status=Coalesce(F("head__status"), Value("")),
        k_age=_band(on),
        k_age_before=_band(before),
        k_union=Cast(Coalesce(*_child_columns(union)), CharField()),
        k_now=_flag(in_force(on)),
        k_was=_flag(in_force(before)),
    )  # fmt: skip


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _band(on: date) -> Case:
    bands = [When(of_age(band.key, on), then=Value(band.key)) for band in AGE_BANDS]
    return Case(*bands, default=Value(""))


def _child_columns(union: Union) -> list[F]:
    """The columns that hold the union's child which a file lies below, the nearest level first."""
    below = list(Level.values)[list(Level.values).index(union.level) + 1 :]
    columns = [F(f"{level}_id") for level in below if level != Level.GRASSROOTS]
    return [*columns, F("union_id"), F("union_id")]


def _read(files: QuerySet[Any, dict[str, Any]]) -> dict[str, dict[str, Figures]]:
    """For each column the figures of its values, under "all" the total."""
    text, parameters = files.query.sql_with_params()
    columns = ", ".join(f"k_{key}" for key in GROUPED)
    sets = ", ".join(f"(k_{key})" for key in GROUPED)
    # only what Django wrote and the names above stand in this text
    sql = f"""
        WITH files AS MATERIALIZED ({text}),
        sizes AS (
            SELECT m.household_id, count(*) AS people FROM files
            JOIN archives_member m ON m.household_id = files.k_id WHERE m.removed_at IS NULL
            GROUP BY m.household_id
        )
        SELECT GROUPING({columns}), coalesce({columns}, ''), sum(k_now), sum(k_now * coalesce(people, 0)),
               sum(k_was), sum(k_was * coalesce(people, 0))
        FROM files LEFT JOIN sizes ON sizes.household_id = files.k_id
        GROUP BY GROUPING SETS ({sets}, ())"""  # noqa: S608
    found: dict[str, dict[str, Figures]] = {key: {} for key in (*GROUPED, "all")}
    everything = (1 << len(GROUPED)) - 1
    masks = {everything ^ (1 << place): key for place, key in enumerate(reversed(GROUPED))}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for mask, value, *figures in cursor.fetchall():
            found[masks.get(mask, "all")][value] = Figures(*(int(figure or 0) for figure in figures))
    return found


def _merge(now: dict[str, Figures], before: dict[str, Figures]) -> dict[str, Figures]:
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


def _lines(choices: Iterable[tuple[str, Any]], figures: dict[str, Figures], union: Union) -> list[Line]:
    """A line for each choice, and one for what nobody filled in when there is something."""
    rows = [(key, str(label), figures.get(key, Figures())) for key, label in choices]
    if any((blank := figures.get("", Figures())).__dict__.values()):
        rows.append((UNKNOWN, _("未填"), blank))
    by_households = shares([row[2].households for row in rows])
    by_people = shares([row[2].people for row in rows])
    return [
        Line("" if key == str(union.pk) else key, label, found, *parts)
        for (key, label, found), *parts in zip(rows, by_households, by_people, strict=True)
    ]


def _union_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of the unions that have files, in tree order."""
    rows = Union.objects.filter(pk__in=[int(key) for key in keys if key]).order_by("path")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}
