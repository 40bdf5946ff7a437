"""Selects drawn in Python, everything else of a form by its template.

Django draws each option by two templates: the select of ten causes takes half a millisecond that way, the
filters of a list five. tests/kernel/test_renderer.py compares what comes out with Django's own templates.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(TemplatesSetting):
    """The renderer of all forms (FORM_RENDERER)."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        if template_name == "django/forms/widgets/select.html":
            return draw_select(context["widget"])
        return super().render(template_name, context, request)


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """A select out of what Select.get_context gives."""
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        draw_attributes(widget["attrs"]),
        format_html_join("", "{}", ((part,) for part in _parts(widget["optgroups"]))),
    )


def draw_attributes(values: Mapping[str, Any]) -> SafeString:
    """Attributes as Django's templates write them: True stands alone, False is left out."""
    parts = (
        name if value is True else format_html('{}="{}"', name, value)
        for name, value in values.items()
        if value is not False
    )
    return format_html_join("", " {}", ((part,) for part in parts))


def _parts(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> Iterable[SafeString]:
    for name, options, _place in groups:
        if name:
            inner = format_html_join("", "{}", ((_option(option),) for option in options))
            yield format_html('<optgroup label="{}">{}</optgroup>', name, inner)
        else:
            yield from map(_option, options)


def _option(option: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<option value="{}"{}>{}</option>',
        option["value"],
        draw_attributes(option["attrs"]) if option["attrs"] else "",
        option["label"],
    )
