"""急难先行救助 as a part of the page of an application: {% load completions %}.

The page itself belongs to cases.applications, which stands below and knows nothing of completions.
"""

from typing import Any

from django import template

from cases.applications.models import Application
from cases.applications.selectors.urgent import get_urgent
from cases.completions.selectors import get_clock, get_completion, get_terms

register = template.Library()


@register.inclusion_tag("completions/_completion.html")
def completion_of(application: Application) -> dict[str, Any]:
    """The terms, the clock from reception to decision, and what is owed; nothing for any other one."""
    if not application.is_urgent:
        return {"application": None}
    return {
        "application": application,
        "terms": get_terms(application) or get_urgent(application),
        "clock": get_clock(application),
        "completion": get_completion(application),
    }
