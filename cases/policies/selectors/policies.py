"""Which policy holds for a union on a day, and which ones a person may read."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cases.policies.models import Policy, PolicyStep
from cases.policies.states import PUBLISHED, PolicyState

if TYPE_CHECKING:
    from hardship.accounts.models import Union, User


def path_ids(union: "Union") -> list[int]:
    """The ids from the top of the tree down to this union."""
    return [int(part) for part in union.path.strip("/").split("/")]


def get_policy(*, union: "Union", on: date) -> Policy | None:
    """The policy that a union works by that day: its own, else that of the nearest union above, else None."""
    above = path_ids(union)
    rows = Policy.objects.filter(union__in=above, state__in=PUBLISHED, effective__contains=on)
    rows = rows.select_related("union")
    return max(rows, key=lambda row: above.index(row.union_id), default=None)


def list_readable(user: "User") -> QuerySet[Policy]:
    """Every policy of the person's scope, and what the unions above have published (制度公示)."""
    above = path_ids(user.union)
    own = Q(pk__in=Policy.objects.visible_to(user).values("pk"))
    return Policy.objects.filter(own | Q(union__in=above, state__in=PUBLISHED)).select_related("union")


def _begins(policy: Policy) -> int:
    """The day that a published policy takes effect, as a number; the database refuses one without."""
    return policy.starts_on.toordinal() if policy.starts_on else 0


def list_policies_for(*, union: "Union") -> list[Policy]:
    """What was published by this union and those above, the nearest union first, then the newest."""
    above = path_ids(union)
    rows = Policy.objects.filter(union__in=above, state__in=PUBLISHED).select_related("union")
    return sorted(rows, key=lambda row: (-above.index(row.union_id), -_begins(row)))


def list_drafts(user: "User") -> QuerySet[Policy]:
    """What is being written or waits in the person's scope, the latest first."""
    rows = Policy.objects.visible_to(user).filter(state__in=(PolicyState.DRAFT, PolicyState.CHECKED))
    found: QuerySet[Policy] = rows.select_related("union", "written_by").order_by("-written_at")
    return found


def list_published_below(user: "User") -> QuerySet[Policy]:
    """What unions below the person's own have published, by union, the newest first."""
    rows = Policy.objects.visible_to(user).filter(state__in=PUBLISHED).exclude(union=user.union_id)
    found: QuerySet[Policy] = rows.select_related("union").order_by("union__path", "-number")
    return found


def list_versions(policy: Policy, user: "User") -> list[Policy]:
    """The versions of the same union that the person may read, the newest first."""
    rows = list_readable(user).filter(union=policy.union_id)
    return list(rows.select_related("written_by", "checked_by").order_by("-number"))


def list_writers(policy: Policy) -> frozenset[int]:
    """Who has saved the text of this version at any time: none of them may check it."""
    rows = PolicyStep.objects.filter(policy=policy, action="write", by__isnull=False)
    return frozenset(rows.values_list("by_id", flat=True))
