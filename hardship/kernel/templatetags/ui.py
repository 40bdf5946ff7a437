"""Filters and small components of the pages: {% load ui %}.

Figures are formatted here and nowhere else in the templates. The larger components are plain includes
under templates/components/; the comment on top of each says what it takes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import template
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hardship.kernel.money import format_yuan, in_words
from hardship.kernel.pages import PLACES

register = template.Library()
# How a comparator of a rule reads between a value and what it is held against.
COMPARATORS = {
    "<=": "≤",
    ">=": "≥",
    "in": gettext_lazy("属于"),
    "is": gettext_lazy("应为"),
    "is_not": gettext_lazy("不为"),
}

BADGE_KINDS = frozenset(
    {"deep", "relative", "accident", "success", "warning", "danger", "info", "muted"},
)
# never what a page is for
BACKWARD = frozenset({"return", "withdraw", "unfile", "unreturn", "unverify"})
NOTHING = "—"


@register.filter
def comparator(sign: str) -> str:
    """≤ for <=, and words where a rule compares codes."""
    return str(COMPARATORS.get(sign, sign))


@register.filter
def yuan(value: Decimal | int | str | None) -> str:
    """An amount in yuan with two decimals and commas, without a sign: 12,400.00; — for none."""
    if value is None or value == "":
        return NOTHING
    try:
        return format_yuan(Decimal(value))
    except InvalidOperation:
        return NOTHING


@register.filter
def words(value: Decimal | int | str | None) -> str:
    """An amount in capital characters, as on a receipt: 人民币壹万贰仟肆佰元整."""
    return NOTHING if value is None or value == "" else in_words(Decimal(value))


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as tables show it: 2026-03-05; of a moment, the local day."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%Y-%m-%d")


@register.filter
def long_day(value: date | datetime | None) -> str:
    """A date as sentences show it: 2026年3月5日."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def minute(value: datetime | None) -> str:
    """A moment to the minute, local: 2026-03-05 09:12."""
    if value is None:
        return NOTHING
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d %H:%M")


@register.filter
def number(value: int | None) -> str:
    """A count with commas: 1,204."""
    return NOTHING if value is None else f"{value:,}"


@register.filter
def pct(value: Decimal | float | None) -> str:
    """A ratio of one as a percentage with one decimal: 0.415 is 41.5%."""
    return NOTHING if value is None else f"{value * 100:.1f}%"


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as people read them: 312 KB, 1.4 MB."""
    if value is None:
        return NOTHING
    return f"{max(1, round(value / 1024))} KB" if value < 1024 * 1024 else f"{value / 1024 / 1024:.1f} MB"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One picture of static/app/icons.svg, in the size and colour of the text around it. Kept: a page has
    dozens of them, and to find the address of a static file takes a hundred times the rest."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("app/icons.svg"),
        name,
    )


@register.simple_tag
def badge(kind: str, text: object) -> SafeString:
    """A state or category in one word; its shape says the same as its colour."""
    return format_html('<span class="tag tag-{}">{}</span>', kind if kind in BADGE_KINDS else "muted", text)


@register.simple_tag
def deadline(days: int | None, on: date | None = None) -> SafeString:
    """A light for the working days left: a square when due or late, a triangle on the last, else a dot."""
    if days is None:
        return format_html('<span class="light light-none">{}</span>', _("无时限"))
    level, text = _light(days)
    if on is None:
        return format_html('<span class="light light-{}">{}</span>', level, text)
    title = _("应于 %(day)s 前办结，按工作日计算") % {"day": day(on)}
    return format_html('<span class="light light-{}" title="{}">{}</span>', level, title, text)


def _light(days: int) -> tuple[str, str]:
    if days < 0:
        late = ngettext("超期 %(n)s 个工作日", "超期 %(n)s 个工作日", -days) % {"n": -days}
        return "late", late
    if days == 0:
        return "late", _("今天到期")
    left = ngettext("剩 %(n)s 个工作日", "剩 %(n)s 个工作日", days) % {"n": days}
    return ("soon" if days == 1 else "ok"), left


@register.simple_tag
def money(amount: Decimal | None) -> SafeString:
    """A figure with its capital characters beside it, where somebody signs."""
    return format_html(
        '<span class="money-pair"><span class="figure num">¥{}</span><span class="words">{}</span></span>',
        yuan(amount),
        words(amount),
    )


@dataclass(frozen=True)
class Mark:
    """A threshold on a meter: where (percent of the width) and what stands below it."""

    x: str
    label: str
    anchor: str


@register.inclusion_tag("components/meter.html")
def meter(value: Decimal, standard: Decimal, multiples: Iterable[int] = (1, 2, 3)) -> dict[str, Any]:
    """A household's monthly income per head against multiples of the living standard, both in yuan."""
    steps = sorted(multiples)
    top = max(standard * steps[-1], value, Decimal("0.01"))
    marks = [
        Mark(
            x=_percent(standard * step / top),
            label=_mark_label(step, standard * step),
            anchor="end" if standard * step >= top * Decimal("0.95") else "middle",
        )
        for step in steps
    ]
    kind = "under" if value < standard else "between" if value < standard * steps[-1] else ""
    return {
        "width": _percent(max(value, Decimal(0)) / top),
        "kind": kind,
        "marks": marks,
        "value": value,
        "standard": standard,
    }


def _percent(share: Decimal) -> str:
    return f"{min(share, Decimal(1)) * 100:.2f}%"


def _mark_label(step: int, amount: Decimal) -> str:
    figure = yuan(amount).removesuffix(".00")
    if step == 1:
        return _("低保 %(figure)s") % {"figure": figure}
    return _("%(step)s 倍 %(figure)s") % {"step": step, "figure": figure}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed; None takes one out: {% query page=2 sort=None %}."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def keep(context: RequestContext, *names: str) -> SafeString:
    """Hidden fields for what the page's address says beside a form of GET: {% keep "sort" %}."""
    said = context.request.GET
    pairs = ((name, said[name]) for name in names if said.get(name))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(
    context: Context, page: Any, label: str = "", name: str = "page", address: str = ""
) -> dict[str, Any]:
    """Previous and next of a numbered page or of the `Links` of a window (kernel/pages); a second pager on a
    page needs a `label` and the `name` of its own parameter, one that is also drawn at an address that only
    takes what is sent the `address` of the list."""
    if hasattr(page, "paginator"):
        number = page.number
        return {
            "label": label or _("分页"),
            "total": page.paginator.count,
            "is_capped": False,
            "place": _("第 %(n)s / %(all)s 页") % {"n": number, "all": page.paginator.num_pages},
            "previous_url": address + query(context, **{name: number - 1}) if page.has_previous() else "",
            "next_url": address + query(context, **{name: number + 1}) if page.has_next() else "",
            "last_url": address + query(context, **{name: page.paginator.num_pages})
            if page.has_next()
            else "",
        }
    return {
        "label": label or _("分页"),
        "total": page.total,
        "is_capped": page.is_capped,
        "place": page.place,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }


@register.inclusion_tag("components/export_button.html", takes_context=True)
def export_button(context: Context, address: str, *key: object) -> dict[str, Any]:
    """What takes a list along as a workbook, narrowed and sorted as the page is; `address` names the view."""
    narrowed = query(context, **dict.fromkeys(PLACES))
    return {"url": f"{reverse(address, args=key)}{narrowed}", "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/action_buttons.html", takes_context=True)
def action_buttons(
    context: Context,
    buttons: Sequence[Any],
    url: str,
    *,
    subject: str = "",
    version: object = "",
    key: object = "",
    ask: str = "",
    total: str = "",
    aside: object = False,
) -> dict[str, Any]:
    """The buttons of a state machine: one form for each Transition that may be taken now.

    The first that goes forward is the primary action, with `aside` none is. Steps that need a comment, and
    dangerous ones, open a dialog that names the `subject`; before the primary `ask` asks, `total` its sum.
    Every form posts `action`, `comment`, `version` and `key`; what was refused stands in its dialog again.
    """
    ordinary = [button for button in buttons if not button.danger and button.action not in BACKWARD]
    said = getattr(context.get("form"), "data", {})
    return {
        "buttons": buttons,
        "primary": ordinary[0].action if ordinary and not aside else "",
        "sent": {name: said.get(name, "") for name in ("action", "comment")},
        "url": url,
        "subject": subject,
        "version": version,
        "key": key,
        "ask": ask,
        "total": total,
        "csrf_token": context.get("csrf_token", ""),
    }
