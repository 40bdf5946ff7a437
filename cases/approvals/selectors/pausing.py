"""Applications that wait for their applicant: since when, why, until which day."""

from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import count_laps
from cases.approvals.states import MOST_SUSPENDED, MOST_SUSPENDED_DAYS, RESUME, SUSPEND
from cases.policies.selectors import get_calendar


def get_suspension(application: Application) -> ApprovalStep | None:
    """The step that suspended it; None for one that is not suspended."""
    if application.state != State.SUSPENDED:
        return None
    found: ApprovalStep | None = application.steps.filter(action=SUSPEND).order_by("-pk").first()
    return found


def last_day_of_waiting(application: Application) -> date | None:
    """Until when it may be suspended from today, as it has waited before at this stay at its stage; None when
    there is no day left. It ends before a year whose holidays are not on record. The database counts days
    alone (function approvals_days_waited)."""
    calendar, today, waits = get_calendar(), timezone.localdate(), _waits(application)
    workdays = sum(calendar.workdays_between(begun, ended) for begun, ended in waits)
    days = sum((ended - begun).days for begun, ended in waits)
    last = min(
        calendar.add_workdays(today, MOST_SUSPENDED - workdays), today + timedelta(MOST_SUSPENDED_DAYS - days)
    )
    if last.year not in calendar.known_years:
        last = date(last.year - 1, 12, 31)
    return last if last > today else None


def _waits(application: Application) -> list[tuple[date, date]]:
    """From when until when it has waited at this stay at its stage."""
    here = application.steps.filter(
        round=application.round, lap=count_laps(application), stage_no=application.stage_no
    ).order_by("pk")
    begun, ended = (here.filter(action=one).values_list("at", flat=True) for one in (SUSPEND, RESUME))
    return [
        (timezone.localdate(one), timezone.localdate(other)) for one, other in zip(begun, ended, strict=False)
    ]


def list_run_out() -> QuerySet[Application]:
    """Those whose last day of waiting has come."""
    steps = ApprovalStep.objects.filter(application=OuterRef("pk"), action=SUSPEND).order_by("-pk")
    rows: QuerySet[Application] = Application.objects.filter(state=State.SUSPENDED)
    return rows.alias(until=Subquery(steps.values("until_on")[:1])).filter(until__lte=timezone.localdate())
