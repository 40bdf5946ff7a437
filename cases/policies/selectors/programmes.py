"""Which programmes there are for a union on a day."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cases.policies.models import Programme
from cases.policies.selectors.policies import path_ids
from cases.policies.states import PUBLISHED

if TYPE_CHECKING:
    from hardship.accounts.models import Union, User


def list_programmes(*, union: "Union", on: date) -> list[Programme]:
    """The programmes in force for a union that day, in the order of the documents, the highest union first; a
    union's own one replaces that of a higher union with the same code."""
    above = path_ids(union)
    rows = Programme.objects.filter(
        union__in=above, policy__state__in=PUBLISHED, policy__effective__contains=on
    ).select_related("union", "policy")
    ordered = sorted(rows, key=lambda row: (above.index(row.union_id), row.position))
    nearest = {row.code: row for row in ordered}
    return [row for row in ordered if nearest[row.code] is row]


def list_visible_programmes(*, user: "User", on: date) -> list[Programme]:
    """The programmes that a user's own union works by."""
    return list_programmes(union=user.union, on=on)


def list_readable_programmes(user: "User") -> QuerySet[Programme]:
    """Every version of what the unions above a person's, it itself and those below have published."""
    above = Q(union__in=path_ids(user.union))
    below = Q(pk__in=Programme.objects.visible_to(user).values("pk"))
    return Programme.objects.filter(above | below).select_related("union", "policy")
