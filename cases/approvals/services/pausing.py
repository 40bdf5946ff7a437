"""挂起: a case waits for its applicant, its clock stands still, and on the last day it goes on by itself."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.selectors.pausing import last_day_of_waiting
from cases.approvals.services.refusals import StepRefused
from cases.approvals.states import MOST_SUSPENDED_DAYS, SUSPEND
from cases.policies.selectors import get_calendar


def suspend(application: Application, until_on: date | None) -> None:
    """Nothing is due while it waits. Raises StepRefused for a day outside the next 30 working days, less
    those that it has waited at this stage before, and when none is left; UnknownYear."""
    _require_known(until_on)
    last = last_day_of_waiting(application)
    if last is None:
        raise StepRefused(
            _("在这个环节已经等了申请人 30 个工作日，不能再挂起，请办理或者退回补正。"), "until_on"
        )
    if until_on is None or not timezone.localdate() < until_on <= last:
        text = _("请填写最迟等到哪一天：明天到 %(day)s 之间（在这个环节一共最多等 30 个工作日）。")
        raise StepRefused(text % {"day": last.isoformat()}, "until_on")
    application.due_on = None


def _require_known(until_on: date | None) -> None:
    """Of a day that somebody might wait for, else of tomorrow."""
    first, last = (timezone.localdate() + timedelta(days) for days in (1, MOST_SUSPENDED_DAYS))
    get_calendar().require_known(min(max(until_on or first, first), last))


def resume(application: Application, *, by_clock: bool = False) -> None:
    """It is due as many working days later as it waited. It is locked and still suspended in the database.
    Raises UnknownYear, but for the clock."""
    paused = application.steps.filter(action=SUSPEND).order_by("-pk").first()
    if paused is None or paused.due_was is None:
        return
    calendar = get_calendar()
    waited = calendar.workdays_between(timezone.localdate(paused.at), timezone.localdate())
    application.due_on = calendar.fix_workday(paused.due_was, max(waited, 0), guesses=by_clock)
