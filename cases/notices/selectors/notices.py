"""Which notices somebody sees, and how far one has run."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import PublicNotice
from cases.notices.states import EntryState, NoticeState, ObjectionState
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.scope import Part, competent_id

WAITING = (ObjectionState.TO_CHECK, ObjectionState.OPEN)


@dataclass(frozen=True)
class Progress:
    """Where a notice is: the day it is at, of how many, and whether its days are over; working days (`unit`)
    where it runs for such."""

    day: int
    of: int
    left: int
    is_over: bool
    unit: str


def list_notices(user: User) -> QuerySet[PublicNotice]:
    """The notices of the person's scope, and those of the union that reviews above: they are public there.

    Each with the number of its lines, of those withdrawn and of objections without an answer.
    """
    scope = PublicNotice.objects.visible_to(user).values("pk")
    rows: QuerySet[PublicNotice] = PublicNotice.objects.filter(
        Q(pk__in=scope) | Q(union=competent_id(user.union, Part.REVIEW))
    )
    return rows.select_related("union").annotate(
        lines=Count("entries", distinct=True),
        withdrawn=Count("entries", filter=Q(entries__state=EntryState.WITHDRAWN), distinct=True),
        unanswered=Count(
            "entries__objections", filter=Q(entries__objections__state__in=WAITING), distinct=True
        ),
    )


def get_progress(notice: PublicNotice, calendar: WorkCalendar | None = None) -> Progress:
    """The day that a notice is at; the day it was put up is day 0."""
    today, calendar = timezone.localdate(), calendar or get_calendar()
    if not notice.in_workdays:
        day = (min(today, notice.ends_on) - notice.starts_on).days
        left = max((notice.ends_on - today).days, 0)
        return Progress(max(day, 0), notice.days, left, today > notice.ends_on, _("天"))
    day = calendar.workdays_between(notice.starts_on, min(today, notice.ends_on))
    left = max(calendar.workdays_between(today, notice.ends_on), 0)
    of = calendar.workdays_between(notice.starts_on, notice.ends_on)
    return Progress(max(day, 0), of, left, today > notice.ends_on, _("个工作日"))


def may_conclude(notice: PublicNotice, user: User) -> bool:
    """Whether this person ends the notice now."""
    own = user.union_id == notice.union_id and CASE_REVIEWER.is_held_by(user)
    return own and notice.state == NoticeState.RUNNING and timezone.localdate() > notice.ends_on
