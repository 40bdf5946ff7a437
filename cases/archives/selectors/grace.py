"""渐退期: how long aid goes on after a family has left hardship, by the policy of the day that it left.

Nothing is stored and nothing has to end it: a published policy never changes, so the last day is always the
same, and the day after it the family is no longer aided.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules.reviews import months_after
from cases.archives.states import IN_FORCE_STATES, State
from cases.policies.models import Policy
from cases.policies.rules.document.policy import MOST_GRACE
from cases.policies.states import PUBLISHED


class _MonthsAfter(Func):
    """A day and a number of months, none of which may be known: rules.reviews.months_after in SQL."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = DateField()


def grace_until() -> Case:
    """Of a file: the last day of its grace period, by the policy that its union worked by on the day that the
    family left hardship; nothing for all others. The day of leaving does not count, the same day of the last
    month does (民法典 201, 202)."""
    held = Policy.objects.annotate(place=ExpressionWrapper(OuterRef("union__path"), CharField()))
    held = held.filter(
        state__in=PUBLISHED,
        effective__contains=OuterRef("left_on"),
        place__startswith=F("union__path"),
        has_categories=True,
    )
    nearest = held.order_by(Length("union__path").desc()).values("grace_months")[:1]
    lifted = When(state=State.LIFTED, then=_MonthsAfter(F("left_on"), Subquery(nearest)))
    return Case(lifted, default=None, output_field=DateField())


def in_grace(on: date | None = None) -> Q:
    """The files within their grace period that day (today)."""
    on = on or timezone.localdate()
    # no policy is asked about a family that left longer ago than any grace period lasts
    recent = Q(state=State.LIFTED, left_on__gte=months_after(on, -MOST_GRACE))
    return recent & Q(GreaterThanOrEqual(grace_until(), Value(on)))


@dataclass(frozen=True)
class Grace:
    """A grace period by its last day."""

    until: date

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()


def get_grace(household: Household) -> Grace | None:
    """The grace period of a lifted file, None without one; it may be over."""
    until = list_graces([household]).get(household.pk)
    return Grace(until) if until else None


def list_graces(households: Collection[Household]) -> dict[int, date]:
    """The last day of each lifted file that has a grace period, by key; one query, none without a lifted
    file."""
    lifted = [row.pk for row in households if row.state == State.LIFTED]
    if not lifted:
        return {}
    rows = Household.objects.filter(pk__in=lifted).annotate(until=grace_until())
    return dict(rows.filter(until__isnull=False).values_list("pk", "until"))


def list_aided(households: Collection[Household], *, on: date | None = None) -> set[int]:
    """The keys of the files under which aid is applied for and paid that day (today): those in force, and
    those within their grace period."""
    on = on or timezone.localdate()
    in_force = {row.pk for row in households if row.state in IN_FORCE_STATES}
    return in_force | {key for key, until in list_graces(households).items() if on <= until}


def may_be_aided(household: Household) -> bool:
    """Whether aid may be applied for and paid under this file today."""
    return household.pk in list_aided([household])
