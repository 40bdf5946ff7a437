"""渐退期: how long aid goes on after a family has left hardship, by the policy of the day that it left.

Nothing is stored and nothing has to end it: a published policy never changes, so the last day is always the
same, and the day after it the family is no longer aided.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules.reviews import months_after
from cases.archives.states import IN_FORCE_STATES, State
from cases.policies import selectors as policies
from hardship.accounts.models import Union


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
    """The last day of each lifted file that has a grace period, by key; two queries, none without a lifted
    file. The day of leaving does not count, the same day of the last month does (民法典 201, 202)."""
    left = {row.pk: (row.union_id, row.left_on) for row in households if row.state == State.LIFTED}
    days = {key: (union, on) for key, (union, on) in left.items() if on is not None}
    if not days:
        return {}
    unions = Union.objects.in_bulk({union for union, _on in days.values()})
    held = policies.get_policies({(unions[union], on) for union, on in days.values()})
    months = {pair: policy.document.grace_months for pair, policy in held.items()}
    return {key: months_after(pair[1], months[pair] or 0) for key, pair in days.items() if months.get(pair)}


def list_aided(households: Collection[Household], *, on: date | None = None) -> set[int]:
    """The keys of the files under which aid is applied for and paid that day (today): those in force, and
    those within their grace period."""
    on = on or timezone.localdate()
    in_force = {row.pk for row in households if row.state in IN_FORCE_STATES}
    return in_force | {key for key, until in list_graces(households).items() if on <= until}


def may_be_aided(household: Household) -> bool:
    """Whether aid may be applied for and paid under this file today."""
    return household.pk in list_aided([household])
