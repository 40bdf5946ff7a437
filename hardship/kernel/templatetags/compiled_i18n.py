"""Django's tags for translation, where a fixed text is translated when a template is compiled.

The program speaks one language; a page looked up some fifty texts each time, a twentieth of its time. With a
second entry in LANGUAGES everything is as Django has it.
"""

from django import template
from django.conf import settings
from django.template.base import Node, Parser, TextNode, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils import translation

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """`{% translate "text" %}`: the text itself; anything else is left to Django."""
    node: Node = i18n.do_translate(parser, token)
    is_fixed = len(token.split_contents()) == 2 and token.split_contents()[1][0] in "\"'"
    if not is_fixed or "|" in token.contents or len(settings.LANGUAGES) > 1:
        return node
    with translation.override(settings.LANGUAGE_CODE):
        return TextNode(node.render(Context()))
