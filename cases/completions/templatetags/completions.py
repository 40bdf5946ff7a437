"""急难先行救助 as a part of the page of an application: {% load completions %}.

The page itself belongs to cases.applications, which stands below and knows nothing of completions.
"""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from cases.applications.models import Application
from cases.applications.selectors.urgent import get_urgent
from cases.completions.models import Completion
from cases.completions.selectors import get_clock, get_completion, get_terms
from cases.policies.selectors import get_calendar
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.templatetags.ui import deadline

register = template.Library()


def due_light(completion: Completion, calendar: WorkCalendar) -> SafeString | str:
    """A light for the working days that are left to hand it in; '' once it is."""
    if not completion.is_waiting:
        return ""
    return deadline(calendar.days_left(completion.due_on, timezone.localdate()), completion.due_on)


@register.inclusion_tag("completions/_completion.html")
def completion_of(application: Application) -> dict[str, Any]:
    """The terms, the clock from reception to decision, and what is owed; nothing for any other one."""
    if not application.is_urgent:
        return {"application": None}
    completion = get_completion(application)
    return {
        "application": application,
        "terms": get_terms(application) or get_urgent(application),
        "clock": get_clock(application),
        "completion": completion,
        "light": due_light(completion, get_calendar()) if completion else "",
    }
