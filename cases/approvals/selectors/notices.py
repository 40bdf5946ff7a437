"""Reads of public notices: who sees which, what stands on one, which lines still wait."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import NoticeEntry, Objection, PublicNotice
from cases.approvals.states import NoticeState
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.scope import Part, competent_id


@dataclass(frozen=True)
class Line:
    """One line of a notice as the public sees it, apart from the mask over the name; amount in yuan."""

    name: str
    unit: str
    programme: str
    amount: Decimal | None


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
        withdrawn=Count("entries", filter=Q(entries__withdrawn_at__isnull=False), distinct=True),
        unanswered=Count(
            "entries__objections", filter=Q(entries__objections__answered_at__isnull=True), distinct=True
        ),
    )


def list_entries(notice: PublicNotice) -> list[NoticeEntry]:
    """The lines of a notice in the order they were put there, with application, household and objections."""
    objections = Objection.objects.select_related("recorded_by", "answered_by").order_by("pk")
    rows = notice.entries.select_related(
        "application__household__head", "application__programme", "application__union", "withdrawn_by"
    )
    return list(rows.prefetch_related(Prefetch("objections", objections)).order_by("pk"))


def public_line(entry: NoticeEntry) -> Line:
    """What of a line may be published (design: name masked, unit, programme, amount and nothing else)."""
    application = entry.application
    head = application.household.head
    return Line(
        name=head.name if head else "",
        unit=(head.employer if head else "") or application.union.name,
        programme=application.programme.name,
        amount=application.amount,
    )


def list_waiting(notice: PublicNotice) -> list[NoticeEntry]:
    """The lines that are still on the notice in the round that they were put there."""
    rows = notice.entries.filter(
        withdrawn_at__isnull=True, application__state=State.PUBLIC_NOTICE, application__round=F("round")
    )
    return list(rows.select_related("application__household__head", "application__programme").order_by("pk"))


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


def visible_entries(user: User, entries: Collection[NoticeEntry]) -> set[int]:
    """The ids of the lines whose application lies in the person's scope."""
    keys = {entry.application_id: entry.pk for entry in entries}
    rows = Application.objects.visible_to(user).filter(pk__in=keys)
    return {keys[pk] for pk in rows.values_list("pk", flat=True)}


def is_on(entry: NoticeEntry) -> bool:
    """Whether the line still stands on its notice, waiting for its days to end."""
    application = entry.application
    standing = application.state == State.PUBLIC_NOTICE and application.round == entry.round
    return entry.withdrawn_at is None and standing


def get_entry(application: Application) -> NoticeEntry | None:
    """The line of an application in its present round."""
    entry: NoticeEntry | None = (
        application.notice_entries.filter(round=application.round).select_related("notice").first()
    )
    return entry


def may_conclude(notice: PublicNotice, user: User) -> bool:
    """Whether this person ends the notice now."""
    own = user.union_id == notice.union_id and CASE_REVIEWER.is_held_by(user)
    return own and notice.state == NoticeState.RUNNING and timezone.localdate() > notice.ends_on
