"""时限统计: which decisions were taken in time, by month, union and person (requirement B7).

A decision belongs to the month in which it was due; one that is still open is counted beside those that were
taken, so that nothing falls out of a month because nobody did it. Its days run from when the application came
to the stage until it was decided on, those of a suspension among them; a return ends the round, and so
nobody's days run while it is mended.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.rules import Tally, summed
from cases.approvals.selectors.extending import with_kept_by, with_open_kept_by
from cases.approvals.selectors.inbox import WAITING
from cases.approvals.states import RETRACT, SEND_BACK, TAKE_OVER
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User

MONTHS = 12  # that are shown, the chosen one the last
NOBODY = 0  # the key of the line of what nobody has decided yet
ABOVE = -1  # that of what was taken over (接办): late of the union below, of none of its people
DECIDING = ("pass", "approve", "return", SEND_BACK, "reject")
IN_TIME, LATE, OPEN_LATE, OPEN = "in_time", "late", "open_late", "open"
RESULTS = (
    (IN_TIME, gettext_lazy("按时办")),
    (LATE, gettext_lazy("超期办")),
    (OPEN_LATE, gettext_lazy("超期未办")),
    (OPEN, gettext_lazy("未到期")),
)
K = TypeVar("K")


@dataclass(frozen=True)
class Line:
    """One month, union or person with its figures; `key` is what narrows the cases to it."""

    key: str
    label: str
    tally: Tally


@dataclass(frozen=True)
class Deadlines:
    """The lines of `months`; those of the chosen month by `unions` and by `people`, each adding up to
    `total`."""

    union: Union
    month: date
    months: Sequence[Line]
    unions: Sequence[Line]
    people: Sequence[Line]
    total: Tally


@dataclass(frozen=True)
class _Part:
    """So many decisions of one union and person that were due on one day."""

    union: int
    person: int
    due_on: date
    tally: Tally


def get_deadlines(*, user: User, month: date, union: Union | None = None) -> Deadlines:
    """The figures of a union of the person's scope and of everything below it, for the month that begins on
    `month` and those before it; a fixed number of queries."""
    where, first = union or user.union, _months_back(month, MONTHS - 1)
    parts = [*_taken(user, where, first, month_end(month)), *_open(user, where, first, month_end(month))]
    chosen = [part for part in parts if month <= part.due_on <= month_end(month)]
    unions, people = _by(chosen, lambda part: part.union), _by(chosen, lambda part: part.person)
    return Deadlines(
        union=where,
        month=month,
        months=_by_month(parts, month),
        unions=name_unions(unions),
        people=name_people(people),
        total=summed(part.tally for part in chosen),
    )


def name_unions(tallies: Mapping[int, Tally]) -> list[Line]:
    """A line for each union, in the order of the tree."""
    names = Union.objects.filter(pk__in=tallies).order_by("path").values_list("pk", "name")
    return [Line(str(pk), name, tallies[pk]) for pk, name in names]


def name_people(tallies: Mapping[int, Tally]) -> list[Line]:
    """A line for each person by name, and for what is nobody's."""
    names = dict(User.objects.filter(pk__in=tallies).order_by("name", "pk").values_list("pk", "name"))
    if NOBODY in tallies:
        names[NOBODY] = _("还没有人办")
    if ABOVE in tallies:
        names[ABOVE] = _("由上级接办")
    return [Line(str(pk), name, tallies[pk]) for pk, name in names.items()]


def list_taken(user: User, union: Union) -> QuerySet[Any]:
    """The decisions at this union and below it that had a deadline, in no order."""
    stage = RouteStage.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), position=OuterRef("stage_no")
    )
    below = at_or_below("union", union)
    rows = ApprovalStep.objects.filter(
        Exists(stage.filter(below)), action__in=DECIDING, source__in=WAITING, due_on__isnull=False,
        by__isnull=False, taken_back=None, application__in=Application.objects.visible_to(user),
    )  # fmt: skip
    rows = rows.annotate(
        stage_union=Subquery(stage.values("union")[:1]), on=TruncDate("at"), since=TruncDate(_arrival()),
        person=Case(
            When(Exists(_taking()), then=Value(ABOVE)), default=F("by"), output_field=BigIntegerField()
        ),
    )  # fmt: skip
    return with_kept_by(rows)


def list_open(user: User, union: Union) -> QuerySet[Any]:
    """What waits for a decision at this union or below it, in no order."""
    stage = RouteStage.objects.filter(
        application=OuterRef("pk"), round=OuterRef("round"), position=OuterRef("stage_no")
    )
    rows: QuerySet[Application] = Application.objects.visible_to(user).filter(
        Exists(stage.filter(at_or_below("union", union))), state__in=WAITING, due_on__isnull=False
    )
    rows = rows.annotate(stage_union=Subquery(stage.values("union")[:1]))
    return with_open_kept_by(rows)


def narrowed(rows: QuerySet[Any], result: str) -> QuerySet[Any]:
    """Of either list those that count as this."""
    today = timezone.localdate()
    return rows.filter(
        {
            IN_TIME: Q(on__lte=F("kept_by")),
            LATE: Q(on__gt=F("kept_by")),
            OPEN_LATE: Q(kept_by__lt=today),
            OPEN: Q(kept_by__gte=today),
        }[result]
    )


def month_end(month: date) -> date:
    return _months_back(month, -1) - timedelta(days=1)


def list_months() -> list[date]:
    """The first days of the months that can be chosen, this one first."""
    this = timezone.localdate().replace(day=1)
    return [_months_back(this, back) for back in range(2 * MONTHS)]


def _taken(user: User, union: Union, first: date, last: date) -> Iterable[_Part]:
    rows = list_taken(user, union).filter(kept_by__range=(first, last)).order_by()
    groups = rows.values_list("stage_union", "person", "kept_by", "since", "on").annotate(number=Count("pk"))
    calendar = get_calendar()
    for where, by, due_on, since, on, number in groups:
        tally = Tally(in_time=number) if on <= due_on else Tally(late=number)
        tally.days[calendar.workdays_between(since or on, on)] += number
        yield _Part(where, by, due_on, tally)


def _open(user: User, union: Union, first: date, last: date) -> Iterable[_Part]:
    rows = list_open(user, union).filter(kept_by__range=(first, last)).order_by()
    today = timezone.localdate()
    for where, due_on, number in rows.values_list("stage_union", "kept_by").annotate(number=Count("pk")):
        tally = Tally(open_late=number) if due_on < today else Tally(open=number)
        yield _Part(where, NOBODY, due_on, tally)


def _arrival() -> Subquery:
    """When the application came to the stage at which a step was taken."""
    came = ApprovalStep.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), next_no=OuterRef("stage_no"),
        pk__lt=OuterRef("pk"),
    ).exclude(Q(stage_no=F("next_no")) | Q(action=RETRACT))  # fmt: skip
    return Subquery(came.order_by("-pk").values("at")[:1])


def _taking() -> QuerySet[ApprovalStep]:
    """The step by which a union above had taken over the stage at which a step was taken."""
    return ApprovalStep.objects.filter(
        application=OuterRef("application"), round=OuterRef("round"), lap=OuterRef("lap"),
        stage_no=OuterRef("stage_no"), action=TAKE_OVER, pk__lt=OuterRef("pk"),
    )  # fmt: skip


def at_or_below(path: str, union: Union) -> Q:
    """Of rows whose union has this path those of this union and of everything below it."""
    column = union.scope_column
    return Q(**{path if column == "union" else f"{path}__{column}": union.pk})


def _by(parts: Iterable[_Part], key: Callable[[_Part], K]) -> dict[K, Tally]:
    found: dict[K, Tally] = defaultdict(Tally)
    for part in parts:
        found[key(part)].add(part.tally)
    return dict(found)


def _by_month(parts: Iterable[_Part], month: date) -> list[Line]:
    found: Mapping[date, Tally] = _by(parts, lambda part: part.due_on.replace(day=1))
    months = [_months_back(month, back) for back in range(MONTHS)]
    return [Line(f"{one:%Y-%m}", f"{one:%Y-%m}", found.get(one, Tally())) for one in months]


def _months_back(month: date, count: int) -> date:
    """The first day of the month so many before this one; after it when negative."""
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)
