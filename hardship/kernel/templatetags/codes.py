"""The code of a number on a paper: {% load codes %}."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hardship.kernel.qr import make_qr, write_code

register = template.Library()


@register.simple_tag
def number_code(number: str | None) -> SafeString:
    """A QR code with a number of a file, an application or a batch, in the corner of the first page; nothing
    for a paper without a number. No name and no address is in it: a lost paper leads nobody anywhere."""
    if not number:
        return SafeString("")
    code = make_qr(write_code(number))
    return format_html(
        '<svg class="number-code" viewBox="0 0 {0} {0}"><path d="{1}"></path></svg>', code.width, code.path
    )
