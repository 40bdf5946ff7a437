"""Reads of transfers: what a union offers and is offered, to whom a file may go."""

from django.db.models import Q, QuerySet

from cases.archives.models import Household
from cases.transfers.models import Transfer
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import competent_union
from hardship.kernel.scope import Part

SUGGESTED = 300


def list_transfers(user: User) -> QuerySet[Transfer]:
    """Transfers from and to the unions of the user's scope, the newest first."""
    rows = Transfer.objects.visible_to(user).select_related("household__head", "source", "target")
    return rows.order_by("-pk")


def find_union(text: str) -> Union | None:
    """The open union of this code or full name; None for none and for a name that several carry."""
    rows = list(Union.objects.open().filter(Q(code=text.strip()) | Q(name=text.strip()))[:2])
    return rows[0] if len(rows) == 1 else None


def list_suggestions(household: Household) -> list[Union]:
    """The unions below the one that decides on the file, for the list below the field."""
    top = competent_union(household, Part.DECIDE)
    rows = Union.objects.open().filter(path__startswith=top.path)
    return list(rows.exclude(pk=household.union_id).order_by("path")[:SUGGESTED])
