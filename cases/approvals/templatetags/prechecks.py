"""What would keep the money of an application from being paid, as a part of its page: {% load prechecks %}.

The page itself belongs to cases.applications, which stands below and knows nothing of payments.
"""

from typing import Any

from django import template
from django.template import Context

from cases.applications.models import Application
from cases.approvals.selectors.prechecks import foresee, list_open, list_waiting
from cases.archives.rules.subjects import subject_of
from funds.payments.states import ASKERS

register = template.Library()


@register.simple_tag
def subject(application: Application) -> str:
    """How the money rooms name its household."""
    return subject_of(application.household_id)


@register.inclusion_tag("approvals/_prechecks.html", takes_context=True)
def prechecks_of(context: Context, application: Application) -> dict[str, Any]:
    """Once it is approved, of what waits to be paid; before, what would be found if it was approved today."""
    may_ask, rows = context["request"].user.has_role(*ASKERS), list_waiting(application)
    sound = list_open(application).exclude(pk__in=[row.payable.pk for row in rows]) if may_ask else ()
    return {"rows": rows, "sound": sound, "foreseen": foresee(application), "may_ask": may_ask}
