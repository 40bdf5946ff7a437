"""What is told of applications beside the outcome of their steps: paid or not, due tomorrow or today."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.selectors.inbox import WAITING
from cases.policies.selectors import get_calendar
from funds.payments.models import Payment
from hardship.accounts.models import Union, User
from hardship.messaging import services as messaging

DUE, DUE_TODAY = "approvals.due", "approvals.due_today"


def tell_paid(payments: Sequence[Payment], *, by: User) -> None:
    """The money of these arrived: told to whoever submitted the application."""
    _tell_of_money("approvals.paid", payments, by)


def tell_unpaid(payments: Sequence[Payment], *, by: User) -> None:
    """The bank could not pay these: told to whoever can ask the family for the right account."""
    _tell_of_money("approvals.unpaid", payments, by)


def tell_due() -> int:
    """Tells each post on the working day before and on the day that applications run out there; how many."""
    today = timezone.localdate()
    days = {DUE: get_calendar().add_workdays(today, 1), DUE_TODAY: today}
    sent = [
        messaging.remind(kind, union=union, role=role)
        for kind, day in days.items()
        for union, role in _posts_with(day)
    ]
    return sum(message is not None for message in sent)


def _posts_with(day: date) -> Iterator[tuple[Union, str]]:
    """The posts for whose decision an application waits that is due on this day."""
    rows = Application.objects.filter(state__in=WAITING, due_on=day, awaits__isnull=False)
    posts = set(rows.order_by().values_list("awaits_id", "awaits_role"))
    unions = Union.objects.in_bulk({union_id for union_id, _role in posts})
    for union_id, role in sorted(posts):
        yield unions[union_id], role


def _tell_of_money(kind: str, payments: Iterable[Payment], by: User) -> None:
    keys = [int(row.payable.source_key) for row in payments]
    found = Application.objects.filter(pk__in=keys).order_by("pk")
    rows = found.select_related("union", "submitted_by", "created_by")
    told = [(row, row.submitted_by or row.created_by, row.number or "") for row in rows]
    messaging.send_each(kind, told=[(row, to, number) for row, to, number in told if to], by=by)
