"""What is told of files a working day before they run out: the review and the verification of one."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES, State
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.kernel.scope import competent
from hardship.messaging import services as messaging

REVIEW_DUE, VERIFY_DUE = "archives.due", "archives.verify_due"


def tell_due() -> int:
    """Tells each post once a day, from the working day before, that files run out there; how many went."""
    today = timezone.localdate()
    ending = {"gt": today, "lte": get_calendar().add_workdays(today, 1)}  # a day off runs out as well
    sent = [messaging.remind(kind, union=union, role=role) for kind, union, role in _posts_with(ending)]
    return sum(message is not None for message in sent)


def _posts_with(ending: Mapping[str, date]) -> Iterator[tuple[str, Union, str]]:
    """The posts for which a file waits until a day within these bounds."""
    due, review = (_within(name, ending) for name in ("due_on", "review_due_on"))
    waiting = Household.objects.filter(due, state=State.UNDER_REVIEW).order_by()
    reviewing = waiting.values_list(competent(CASE_REVIEWER.part), flat=True)
    for union in Union.objects.filter(pk__in=reviewing).order_by("pk"):
        yield REVIEW_DUE, union, CASE_REVIEWER.role
    filed = Household.objects.filter(review, state__in=IN_FORCE_STATES).order_by()
    for union in Union.objects.filter(pk__in=filed.values("union")).order_by("pk"):
        yield VERIFY_DUE, union, Role.CLERK


def _within(name: str, bounds: Mapping[str, date]) -> Q:
    return Q(**{f"{name}__{bound}": day for bound, day in bounds.items()})
