"""How far the unions are in a survey, counted live."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from cases.surveys.models import Survey, SurveyUnit
from cases.surveys.selectors.surveys import is_visited, list_added, list_entries
from cases.surveys.states import DONE, UNDONE, EntryStatus, UnitState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level

# Below whom a union's progress is told: the next level that divides its files.
BELOW = {Level.PROVINCE: "city", Level.CITY: "county"}


@dataclass
class Progress:
    """How far one union, or everything below it, has come; numbers of files. `visited`: those at whose home
    somebody was in the time of the survey, whatever came of it."""

    union: Union
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(EntryStatus.values, 0))
    added: int = 0
    visited: int = 0
    units: dict[str, int] = field(default_factory=lambda: dict.fromkeys(UnitState.values, 0))
    unit: SurveyUnit | None = None
    is_group: bool = False

    @property
    def files(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return sum(self.counts[status] for status in DONE)

    @property
    def undone(self) -> int:
        return sum(self.counts[status] for status in UNDONE)

    @property
    def verified(self) -> int:
        return self.counts[EntryStatus.VERIFIED]

    @property
    def changed(self) -> int:
        return self.counts[EntryStatus.CHANGED]

    @property
    def pending(self) -> int:
        return self.counts[EntryStatus.PENDING]

    @property
    def left(self) -> int:
        return self.counts[EntryStatus.LEFT]

    @property
    def excused(self) -> int:
        return self.counts[EntryStatus.EXCUSED]

    @property
    def returned(self) -> int:
        return self.counts[EntryStatus.RETURNED]

    @property
    def share(self) -> float:
        """The part of the files that is dealt with, 0 to 1; all of none."""
        return self.done / self.files if self.files else 1.0

    @property
    def percent(self) -> Decimal:
        return (Decimal(self.done * 100) / (self.files or 1)).quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def accepted(self) -> int:
        return self.units[UnitState.ACCEPTED]

    @property
    def parts(self) -> int:
        return sum(self.units.values())

    def add(self, status: str, number: int) -> None:
        self.counts[status] += number


def list_progress(survey: Survey, *, user: User, union: Union) -> list[Progress]:
    """How far the unions below `union` have come, the worst first: counties of a city, cities of a province,
    else the unions themselves."""
    column = BELOW.get(Level(union.level), "union")
    groups = _grouped(survey, user=user, union=union, column=column)
    return sorted(groups, key=lambda row: (row.share, -row.undone, row.union.path))


def total(rows: Iterable[Progress], union: Union) -> Progress:
    """The sum of some progress."""
    summed = Progress(union, is_group=True)
    for row in rows:
        for status, number in row.counts.items():
            summed.add(status, number)
        for state, number in row.units.items():
            summed.units[state] += number
        summed.added += row.added
        summed.visited += row.visited
    return summed


def _grouped(survey: Survey, *, user: User, union: Union, column: str) -> list[Progress]:
    """The figures by the union of one level, or by the union itself where a file has none of that level."""
    entries = list_entries(survey, user=user, union=union).order_by()
    by = Coalesce(F(column), F("union"))
    counted = entries.values(group=by, state=F("status")).annotate(number=Count("pk"))
    visited = dict(entries.filter(is_visited()).values_list(by).annotate(number=Count("pk")))
    added = list_added(survey, user=user, union=union).order_by()
    new = added.values(group=by).annotate(number=Count("pk"))
    units = SurveyUnit.objects.visible_to(user).filter(survey=survey, **{union.scope_column: union.pk})
    parts = list(units.select_related("union", "submitted_by"))
    figures: dict[int, list[Any]] = {}
    for found in counted:
        figures.setdefault(found["group"], []).append((found["state"], found["number"]))
    fresh = {found["group"]: found["number"] for found in new}
    places = {unit.pk: getattr(unit, f"{column}_id") or unit.union_id for unit in parts}
    keys = {*figures, *fresh, *places.values()}
    rows = {
        home.pk: Progress(home, is_group=home.pk != union.pk and column != "union")
        for home in Union.objects.filter(pk__in=keys)
    }
    for key, row in rows.items():
        row.added, row.visited = fresh.get(key, 0), visited.get(key, 0)
        for status, number in figures.get(key, ()):
            row.add(status, number)
    for unit in parts:
        row = rows[places[unit.pk]]
        row.units[unit.state] += 1
        if unit.union_id == row.union.pk:
            row.unit = unit
    return list(rows.values())
