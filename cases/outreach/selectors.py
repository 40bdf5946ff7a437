"""Which events there are, what waits for a call, within how many days; what was given; counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from cases.archives.models import Household
from cases.giving.selectors.deeds import list_deeds
from cases.outreach.models import Activity, EventTerm, EventVisit
from cases.outreach.states import MUST, USUAL_DAYS, Kind, Occasion, State
from hardship.accounts.models import Union, User


def list_events(user: User) -> QuerySet[EventVisit]:
    """Those of the scope: what waits first, by its last day, then the newest."""
    rows: QuerySet[EventVisit] = EventVisit.objects.visible_to(user).select_related("union", "reported_by")
    return rows.order_by(F("settled_at").desc(nulls_first=True), "due_on", "-pk")


def list_waiting(user: User) -> QuerySet[EventVisit]:
    """What people of the union reported and nobody called on yet."""
    rows: QuerySet[EventVisit] = EventVisit.objects.filter(union=user.union_id, state=State.REPORTED)
    return rows


def list_overdue(rows: QuerySet[EventVisit]) -> QuerySet[EventVisit]:
    return rows.filter(state=State.REPORTED, due_on__lt=timezone.localdate())


def list_terms(user: User) -> QuerySet[EventTerm]:
    """What the union and those above it laid down, the newest first."""
    rows = EventTerm.objects.filter(union__in=user.union.lineage).select_related("union", "entered_by")
    return rows.order_by("-from_on", "-pk")


def days_for(union: Union, occasion: str, on: date) -> int:
    """Within how many days a union calls: what it laid down itself, else the nearest above it, else three."""
    order = union.lineage
    rows = EventTerm.objects.filter(union__in=order, occasion=occasion, from_on__lte=on)
    ranked = sorted(rows, key=lambda row: (order.index(row.union_id), -row.from_on.toordinal()))
    return ranked[0].days if ranked else USUAL_DAYS


def due_day(union: Union, occasion: str, reported_on: date) -> date:
    """The days run from the report: what nobody told cannot be late."""
    return reported_on + timedelta(days=days_for(union, occasion, reported_on))


def list_gifts(event: EventVisit, user: User) -> list[tuple[str, str]]:
    """What the family of a file in the person's scope got since the event, to choose what was given on this
    occasion."""
    file = Household.objects.visible_to(user).filter(event_visits=event).first()
    return list_deeds(file, event.happened_on, gifts=True) if file else []


def list_of_household(household: Household, user: User) -> QuerySet[EventVisit]:
    """Those of a family in the person's scope, the newest first."""
    rows: QuerySet[EventVisit] = EventVisit.objects.visible_to(user).filter(household=household)
    return rows.order_by("-pk")


COUNTED = ("reported", "visited", "in_time", "waiting", "late", "gifts")


@dataclass(frozen=True)
class OccasionCount:
    """Of one occasion: how many were reported, called on, of those in time, wait, are late; with a gift."""

    occasion: str
    must: bool
    reported: int
    visited: int
    in_time: int
    waiting: int
    late: int
    gifts: int


def count_occasions(rows: QuerySet[EventVisit]) -> list[OccasionCount]:
    """Of each occasion, in their order; none of somebody's name."""
    visited, waiting = Q(state=State.VISITED), Q(state=State.REPORTED)
    overdue = waiting & Q(due_on__lt=timezone.localdate())
    found: dict[str, dict[str, int]] = {
        row["occasion"]: {name: row[name] for name in COUNTED}  # type: ignore[literal-required]
        for row in rows.order_by().values("occasion").annotate(
            reported=Count("pk", filter=~Q(state=State.CALLED_OFF)), visited=Count("pk", filter=visited),
            in_time=Count("pk", filter=visited & Q(visited_on__lte=F("due_on"))),
            waiting=Count("pk", filter=waiting), late=Count("pk", filter=overdue),
            gifts=Count("pk", filter=~Q(deed_kind="")),
        )
    }  # fmt: skip
    return [
        OccasionCount(str(one.label), one in MUST, *(found[one][name] for name in COUNTED))
        for one in Occasion if one in found
    ]  # fmt: skip


def list_activities(user: User) -> QuerySet[Activity]:
    """What the unions of the scope held, the newest first."""
    rows: QuerySet[Activity] = Activity.objects.visible_to(user).select_related("union", "entered_by")
    return rows.order_by("-held_on", "-pk")


@dataclass(frozen=True)
class ActivityCount:
    """Of one kind: how many were held, people reached, papers given out."""

    kind: str
    held: int
    persons: int
    papers: int


def count_activities(rows: QuerySet[Activity]) -> list[ActivityCount]:
    """Of each kind, in their order."""
    sums = rows.order_by().values("kind").annotate(
        held=Count("pk"), people=Sum("persons"), given=Sum("papers")
    )  # fmt: skip
    found = {row["kind"]: (row["held"], row["people"], row["given"]) for row in sums}
    return [ActivityCount(str(kind.label), *found[kind]) for kind in Kind if kind in found]
