"""Menus and dialogs that are empty until somebody opens them: {% load panels %}."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def later(view: str, params: str) -> SafeString:
    """Attributes of a menu or dialog whose content is fetched from a view when it is opened for the first
    time, with these parameters of its address; until then components/later.html stands in it."""
    return format_html(
        'data-hx-get="{}?{}" data-hx-trigger="opened" data-hx-sync="this:drop" '
        'data-hx-target="find [data-later]" data-hx-swap="outerHTML"',
        reverse(view),
        params,
    )
