"""Plans of the year: each household with what it is planned for, and how far the unions are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.archives.models import FileStep, Household, StatusPeriod
from cases.archives.states import IN_FORCE_STATES, State
from cases.plans.models import ExitPlan, YearTask
from cases.plans.states import THIRD, ExitKind
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level

# In hardship and not yet relieved.
HARD_UP = (State.FILED, State.REVIEW_DUE)
# Below whom the progress is told: the next level that divides the files of a union.
BELOW = {Level.PROVINCE: "city", Level.CITY: "county"}
COUNTS = ("base", "planned", "regular", "unplanned", "lifted", "relieved", "late")


@dataclass
class YearRow:
    """How far one union, or everything below it, has come in a year; numbers of households.

    `base`: on file at any time of the year, not yet relieved. `lifted`, `relieved`: left in the year by
    which way. `late`: planned for a year that is over, and still there.
    """

    union: Union
    is_group: bool = False
    base: int = 0
    planned: int = 0
    regular: int = 0
    unplanned: int = 0
    lifted: int = 0
    relieved: int = 0
    late: int = 0
    target: int = 0

    @property
    def done(self) -> int:
        return self.lifted + self.relieved

    @property
    def short(self) -> int:
        """How many are missing for the task."""
        return max(0, self.target - self.done)

    @property
    def percent(self) -> Decimal:
        """The part of the base that left, in percent."""
        return (Decimal(self.done * 100) / (self.base or 1)).quantize(Decimal("0.1"), ROUND_DOWN)


def with_exit_plan(rows: QuerySet[Household]) -> QuerySet[Household]:
    """With the plan that holds (`exit_kind`, `exit_year`, `exit_note`), each None where there is none."""
    holds = FilteredRelation("exit_plans", condition=Q(exit_plans__replaced_at__isnull=True))
    return rows.alias(holds=holds).annotate(
        exit_kind=F("holds__kind"), exit_year=F("holds__year"), exit_note=F("holds__note")
    )


def list_exits(user: User) -> QuerySet[Household]:
    """The households in force of the scope with what they are planned for; without a plan first."""
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(state__in=IN_FORCE_STATES)
    return (
        with_exit_plan(rows)
        .select_related("head", "union")
        .order_by(F("exit_year").asc(nulls_first=True), "union__path", "head__name_pinyin", "pk")
    )


def is_unplanned() -> Q:
    """Still in hardship, and planned for nothing; a household that was relieved is in regular aid."""
    return Q(exit_kind__isnull=True, state__in=HARD_UP)


def is_regular() -> Q:
    return Q(exit_kind=ExitKind.REGULAR) | Q(exit_kind__isnull=True, state=State.RELIEVED)


def is_late(year: int) -> Q:
    """Planned for a year that is over, at the latest `year`, and still in hardship."""
    last = min(year, timezone.localdate().year - 1)
    return Q(exit_kind=ExitKind.LEAVE, exit_year__lte=last, state__in=HARD_UP)


def list_late(user: User) -> QuerySet[Household]:
    """The own union's households whose year is over."""
    rows = list_exits(user).filter(union=user.union_id)
    return rows.filter(is_late(timezone.localdate().year))


def list_history(household: Household) -> list[ExitPlan]:
    """What a household was planned for, the newest first."""
    return list(household.exit_plans.select_related("set_by").order_by("-pk"))


def list_year(user: User, *, union: Union, year: int) -> list[YearRow]:
    """How far the unions below `union` are in a year, those who lack most first: counties of a city, cities
    of a province, else the unions themselves."""
    column = BELOW.get(Level(union.level), "union")
    by = Coalesce(F(column), F("union"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for counted in (*_stock(user, union, year, by), *_counts(user, union, year, by)):
        found[counted.pop("group")].update(counted)
    tasks = _tasks(union, year)
    rows = [
        YearRow(home, is_group=home.pk != union.pk and column != "union", **found[home.pk])
        for home in Union.objects.filter(pk__in=found)
    ]
    rows = [row for row in rows if any(getattr(row, name) for name in COUNTS)]
    for row in rows:
        row.target = target(row.union, row.base, year, tasks)
    return sorted(rows, key=lambda row: (-row.short, row.percent, row.union.path))


def total(rows: Iterable[YearRow], union: Union, year: int) -> YearRow:
    """The sum of some rows; its target is the union's own."""
    summed = YearRow(union, is_group=True)
    for row in rows:
        for name in COUNTS:
            setattr(summed, name, getattr(summed, name) + getattr(row, name))
    summed.target = target(union, summed.base, year, _tasks(union, year))
    return summed


def target(union: Union, base: int, year: int, tasks: Mapping[int, YearTask]) -> int:
    """How many of `base` households the union is to bring out of hardship in a year, rounded up."""
    own = tasks.get(union.pk)
    if own is not None and own.year == year and own.households is not None:
        return own.households
    numerator, denominator = THIRD
    for key in reversed(union.path.strip("/").split("/")):
        if (task := tasks.get(int(key))) is not None:
            numerator, denominator = task.numerator, task.denominator
            break
    return -(-base * numerator // denominator)


def get_task(union: Union, year: int) -> YearTask | None:
    """What was set for this union itself and holds in the year."""
    return _tasks(union, year).get(union.pk)


def _tasks(union: Union, year: int) -> dict[int, YearTask]:
    """The task that holds in a year, of the unions above and below one."""
    above = [int(key) for key in union.path.strip("/").split("/")]
    rows = YearTask.objects.filter(
        Q(union__in=above) | Q(**{f"{union.scope_column}_id": union.pk}), year__lte=year
    )
    return {row.union_id: row for row in rows.order_by("year")}


def _stock(user: User, union: Union, year: int, by: Coalesce) -> list[Any]:
    """The households on file at any time of the year, and those that left the day they were filed."""
    left = _steps(year, "lift", "relieve").filter(household=OuterRef("household"))
    rows = StatusPeriod.objects.visible_to(user).filter(
        Q(state__in=HARD_UP) | Exists(left), Q(to_on__isnull=True) | Q(to_on__gt=date(year, 1, 1)),
        from_on__lte=date(year, 12, 31), **{f"{union.scope_column}_id": union.pk},
    )  # fmt: skip
    return list(rows.order_by().values(group=by).annotate(base=Count("household", distinct=True)))


def _counts(user: User, union: Union, year: int, by: Coalesce) -> list[Any]:
    """What the households are planned for, and by which way they left in the year."""
    steps = _steps(year, "lift", "relieve", "resume").filter(household=OuterRef("pk"))
    rows: QuerySet[Any] = Household.objects.visible_to(user)
    rows = with_exit_plan(rows.filter(**{f"{union.scope_column}_id": union.pk}))
    rows = rows.alias(way=Subquery(steps.order_by("-pk").values("action")[:1])).order_by()
    counted = rows.values(group=by).annotate(
        planned=Count("pk", filter=Q(exit_kind=ExitKind.LEAVE, exit_year=year)),
        regular=Count("pk", filter=is_regular() & Q(state__in=IN_FORCE_STATES)),
        unplanned=Count("pk", filter=is_unplanned()),
        lifted=Count("pk", filter=Q(way="lift")),
        relieved=Count("pk", filter=Q(way="relieve")),
        late=Count("pk", filter=is_late(year)),
    )
    return list(counted)


def _steps(year: int, *actions: str) -> QuerySet[FileStep]:
    return FileStep.objects.filter(action__in=actions, at__year=year)
