"""Applications that wait for their applicant: since when, why, until which day."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.states import MOST_SUSPENDED, SUSPEND
from cases.policies.selectors import get_calendar


def get_suspension(application: Application) -> ApprovalStep | None:
    """The step that suspended it; None for one that is not suspended."""
    if application.state != State.SUSPENDED:
        return None
    found: ApprovalStep | None = application.steps.filter(action=SUSPEND).order_by("-pk").first()
    return found


def last_day_of_waiting() -> date:
    """Until when something may be suspended from today."""
    return get_calendar().add_workdays(timezone.localdate(), MOST_SUSPENDED)


def list_run_out() -> QuerySet[Application]:
    """Those whose last day of waiting has come."""
    steps = ApprovalStep.objects.filter(application=OuterRef("pk"), action=SUSPEND).order_by("-pk")
    rows: QuerySet[Application] = Application.objects.filter(state=State.SUSPENDED)
    return rows.alias(until=Subquery(steps.values("until_on")[:1])).filter(until__lte=timezone.localdate())
