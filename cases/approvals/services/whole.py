"""全程时限: set, moved on, put off."""

from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.selectors.whole import count_used, last_waited, was_prolonged
from cases.policies.rules.document.routes import Whole
from cases.policies.selectors import get_calendar
from hardship.kernel.together import shared


def begin_whole(application: Application, whole: Whole | None) -> None:
    """What is left of the days of its route (R59 where that says nothing). They may end in a year whose
    holidays nobody knows yet: then as its weekdays say, or nothing could be submitted from November on."""
    calendar, terms = shared(application, get_calendar), whole or Whole()
    used, today = count_used(application, calendar), timezone.localdate()
    most_on = calendar.add_workdays(today, max(terms.longest - used, 0))
    due_on = calendar.add_workdays(today, max(terms.workdays - used, 0))
    application.whole_due_on = most_on if was_prolonged(application) else due_on
    application.whole_most_on = most_on


def move_whole(application: Application) -> None:
    """By as many working days as it waited for its applicant."""
    calendar, since = get_calendar(), last_waited(application)
    due_on, most_on = application.whole_due_on, application.whole_most_on
    if since is None or due_on is None or most_on is None:
        return
    waited = max(calendar.workdays_between(since, timezone.localdate()), 0)
    application.whole_due_on = calendar.add_workdays(due_on, waited)
    application.whole_most_on = calendar.add_workdays(most_on, waited)


def prolong_whole(application: Application) -> None:
    application.whole_due_on = application.whole_most_on
