"""The instalments of an application, or its service, as a part of its page: {% load instalments %}.

The page itself belongs to cases.applications, which stands below and knows nothing of instalments.
"""

from typing import Any

from django import template
from django.utils import timezone

from cases.applications.models import Application
from cases.giving.rules import divide
from cases.giving.selectors.deeds import address_of
from cases.giving.selectors.follow_ups import list_follow_ups_of
from cases.giving.selectors.fulfilments import get_fulfilment
from cases.giving.selectors.plans import list_instalments, payments_of
from cases.policies.rules import instalments_words
from cases.policies.rules.handling import follow_up_words

register = template.Library()


@register.inclusion_tag("giving/_instalments.html")
def instalments_of(application: Application) -> dict[str, Any]:
    """The plan of an approved application with what was paid; before, how its sum would be divided today."""
    rule = application.programme.rule.instalments
    if rule is None:
        return {"rule": "", "plan": [], "parts": []}
    rows = list_instalments(application)
    payments = payments_of(rows)
    amount = application.amount
    parts = [] if rows or not amount else divide(amount, rule.days_from(timezone.localdate()))
    return {
        "rule": instalments_words(rule),
        "plan": [(row, payments.get(row.pk)) for row in rows],
        "times": len(parts),
        "first": parts[0][1] if parts else None,
        "last": parts[-1][1] if parts else None,
    }


@register.inclusion_tag("giving/_fulfilment.html")
def fulfilment_of(application: Application) -> dict[str, Any]:
    """What becomes of an approved service; nothing for any other application."""
    row = get_fulfilment(application)
    url = address_of(row.deed_kind, row.deed_key, application.household_id) if row else ""
    return {"fulfilment": row, "deed_url": url}


@register.inclusion_tag("giving/_follow_ups.html")
def follow_ups_of(application: Application) -> dict[str, Any]:
    """What is to be done after the approval or the payment, on which day; before that what the programme
    asks for."""
    rows = list_follow_ups_of(application)
    asked = [] if rows else list(follow_up_words(application.programme.rule))
    return {"rows": rows, "asked": asked, "application": application}
