"""What was asked back, as a part of pages of rooms below and above: {% load recoveries %}."""

from typing import Any

from django import template
from django.template import Context

from funds.payments.models import PaymentBatch
from funds.recoveries.models import Recovery
from funds.recoveries.selectors import find_open_to, list_of_batch, list_of_subject

register = template.Library()


@register.inclusion_tag("recoveries/_of.html", takes_context=True)
def recoveries_of_subject(context: Context, subject: str) -> dict[str, Any]:
    """What was asked back of a family; nothing for most."""
    return _shown(context, list_of_subject(subject))


@register.inclusion_tag("recoveries/_of.html", takes_context=True)
def recoveries_of_batch(context: Context, batch: PaymentBatch) -> dict[str, Any]:
    """What was asked back of the lines of a batch."""
    return _shown(context, list_of_batch(batch))


def _shown(context: Context, rows: list[Recovery]) -> dict[str, Any]:
    """The rows with the keys of those whose page this person may open."""
    return {"rows": rows, "opens": find_open_to(context["request"].user, rows)}
