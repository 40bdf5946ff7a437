"""How unions are called: {% load unions %}."""

from datetime import date, datetime

from django import template

from hardship.accounts.models import Union

register = template.Library()


@register.filter
def named(union: Union | None, day: date | datetime | None) -> str:
    """How a union was called on a day, for what is dated: a paper of March keeps the name of March."""
    return union.name_on(day) if union else ""
