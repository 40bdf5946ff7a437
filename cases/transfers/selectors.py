"""Reads of transfers: what a union offers, is offered and asks for, to whom a file may go."""

from datetime import date

from django.db.models import Case, Q, QuerySet, When

from cases.archives.models import Household
from cases.policies.selectors import get_calendar
from cases.transfers.models import Transfer, TransferRequest, within
from cases.transfers.states import RequestState
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import competent_union
from hardship.kernel.scope import Part

SUGGESTED = 300


def list_transfers(user: User) -> QuerySet[Transfer]:
    """Transfers from and to the unions of the user's scope, the newest first."""
    rows = Transfer.objects.visible_to(user).select_related("household__head", "source", "target")
    return rows.order_by("-pk")


def list_requests(user: User) -> QuerySet[TransferRequest]:
    """What other unions ask of the unions of the scope, what waits first, then the newest."""
    rows = TransferRequest.objects.visible_to(user).filter(within(user, "holder"))
    return _in_order(rows.select_related("household__head", "asker"))


def list_asked(user: User) -> QuerySet[TransferRequest]:
    """What the unions of the scope ask of others, what waits first, then the newest. Nothing of the files."""
    rows = TransferRequest.objects.visible_to(user).filter(within(user, "asker"))
    return _in_order(rows.select_related("holder", "asker"))


def list_unanswered(user: User) -> QuerySet[TransferRequest]:
    """The requests that wait for the clerks of the person's own union."""
    rows = TransferRequest.objects.visible_to(user).filter(holder=user.union, state=RequestState.WAITING)
    return rows.select_related("household__head", "asker")


def list_waiting_for(household: Household) -> QuerySet[TransferRequest]:
    """The requests for this file that nobody has answered."""
    rows = household.transfer_requests.filter(state=RequestState.WAITING)
    return rows.select_related("holder", "asker").order_by("pk")


def count_waited(asked_on: date, today: date) -> int:
    """The working days since the day of a request: 0 on the day itself."""
    return max(0, get_calendar().workdays_between(asked_on, today))


def _in_order(rows: QuerySet[TransferRequest]) -> QuerySet[TransferRequest]:
    return rows.order_by(Case(When(state=RequestState.WAITING, then=0), default=1), "-pk")


def find_union(text: str) -> Union | None:
    """The open union of this code or full name; None for none and for a name that several carry."""
    rows = list(Union.objects.open().filter(Q(code=text.strip()) | Q(name=text.strip()))[:2])
    return rows[0] if len(rows) == 1 else None


def list_suggestions(household: Household) -> list[Union]:
    """The unions below the one that decides on the file, for the list below the field."""
    top = competent_union(household, Part.DECIDE)
    rows = Union.objects.open().filter(path__startswith=top.path)
    return list(rows.exclude(pk=household.union_id).order_by("path")[:SUGGESTED])
