"""全程时限: how many working days the whole way has taken so far; neither mending nor waiting counts,
nor what came between a decision and its being opened again."""

from datetime import date

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.written import steps_of
from cases.approvals.states import PROLONG, RESUME, RETRACT, SUSPEND
from hardship.kernel.calendar import WorkCalendar

RUNS = ("submit", RESUME)
STANDS = (State.RETURNED, State.DRAFT, State.SUSPENDED, State.APPROVED, State.REJECTED)


def count_used(application: Application, calendar: WorkCalendar) -> int:
    """Working days from each submission until it came back, waited or was decided."""
    used, since = 0, None
    for step in steps_of(application):
        on = timezone.localdate(step.at)
        if since is not None and (step.target in STANDS or step.action == SUSPEND):
            used, since = used + max(calendar.workdays_between(since, on), 0), None
        elif step.action in RUNS or (step.action, step.source) == (RETRACT, State.APPROVED):
            since = on
    return used


def was_prolonged(application: Application) -> bool:
    return any(step.action == PROLONG for step in steps_of(application))


def may_prolong(application: Application) -> bool:
    """Whether it has a later day, and nobody put it off yet."""
    due_on, most_on = application.whole_due_on, application.whole_most_on
    is_short = due_on is not None and most_on is not None and due_on < most_on
    return is_short and not was_prolonged(application)


def last_waited(application: Application) -> date | None:
    """Since when a suspended one waits."""
    paused: ApprovalStep | None = application.steps.filter(action=SUSPEND).order_by("-pk").first()
    return timezone.localdate(paused.at) if paused else None
