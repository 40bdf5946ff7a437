"""What was asked back, as a part of pages of rooms below and above: {% load recoveries %}."""

from typing import Any

from django import template

from funds.payments.models import PaymentBatch
from funds.recoveries.selectors import list_of_batch, list_of_subject

register = template.Library()


@register.inclusion_tag("recoveries/_of.html")
def recoveries_of_subject(subject: str) -> dict[str, Any]:
    """What was asked back of a family; nothing for most."""
    return {"rows": list_of_subject(subject)}


@register.inclusion_tag("recoveries/_of.html")
def recoveries_of_batch(batch: PaymentBatch) -> dict[str, Any]:
    """What was asked back of the lines of a batch."""
    return {"rows": list_of_batch(batch)}
