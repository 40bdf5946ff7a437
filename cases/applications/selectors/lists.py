"""Many applications at once: which there are, and how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cases.applications.models import Application
from cases.lists.selectors.lists import list_households
from hardship.kernel.searches import Search

if TYPE_CHECKING:
    from hardship.accounts.models import User

CAP = 1000


@dataclass(frozen=True)
class Total:
    """How many rows; `is_capped` when there are more than that."""

    number: int
    is_capped: bool = False


def list_applications(*, user: "User") -> QuerySet[Application]:
    """The applications in the user's scope with what a row shows; in no order."""
    rows: QuerySet[Application] = Application.objects.visible_to(user)
    return rows.select_related("household__head", "programme", "union")


def of_households(rows: QuerySet[Application], search: Search, *, user: "User") -> QuerySet[Application]:
    """Those of the files that somebody looks for, by anybody in the family."""
    return rows.filter(household__in=list_households(user=user, search=search).values("pk"))


def count_applications(rows: QuerySet[Application]) -> Total:
    """How many there are, counted up to CAP."""
    number = rows.order_by()[: CAP + 1].count()
    return Total(min(number, CAP), number > CAP)


def count_states(*, user: "User", states: Sequence[str]) -> dict[str, int]:
    """For each state the number of applications in scope, at most CAP + 1 each: one query."""
    scope = Application.objects.visible_to(user).order_by()
    parts = [scope.filter(state=state).values_list("state", flat=True)[: CAP + 1] for state in states]
    counts = dict.fromkeys(states, 0)
    for state in parts[0].union(*parts[1:], all=True):
        counts[state] += 1
    return counts


def list_in_states(user: "User", *states: str) -> QuerySet[Application]:
    """Those of the user's scope that are in one of these states, with what a row shows; in no order."""
    return list_applications(user=user).filter(state__in=states)


def list_offered(user: "User") -> QuerySet[Application]:
    """Those that a colleague asks this person to take in hand."""
    return list_applications(user=user).filter(offered=user.pk)


def list_versions(keys: Iterable[str]) -> dict[str, tuple[int | None, str]]:
    """Round and content hash of what was submitted last, by key."""
    rows = Application.objects.filter(pk__in=keys).exclude(content_hash="")
    return {str(pk): (number, seen) for pk, number, seen in rows.values_list("pk", "round", "content_hash")}
