"""待发放预检: what waits to be paid and has something to be put right, weeks before the batch."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from funds.payments import selectors
from funds.payments.columns import PRECHECKS
from funds.payments.filters import PrecheckFilter
from funds.payments.rules import CODES
from funds.payments.selectors import Checked
from funds.payments.states import ASKERS, CHECKERS, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import Column
from hardship.kernel.links import make_chips, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge

EXPORT = ListExport("prechecks", _("待发放预检"), PRECHECKS, "payments:prechecks", totals=["amount"])
HIDDEN = ("severity", "remedies")
SHOWN: tuple[Column, ...] = tuple(column for column in PRECHECKS if column.key not in HIDDEN)


def tabs(request: AuthenticatedRequest, current: str) -> list[dict[str, Any]]:
    """The batches and what waits for one, as tabs; for whoever reads no batch there is nothing to choose."""
    pages = (("payments:list", _("发放批次")), ("payments:prechecks", _("待发放预检")))
    return make_tabs(pages, f"payments:{current}") if request.user.has_role(*READERS) else []


def draw_findings(row: Checked) -> SafeString:
    """Each with its code, what is wrong, and what to do about it."""
    return format_html_join(
        "",
        '{}<span class="sub">{}。{}。</span>',
        ((badge(one.tone, one.label), one.sentence, one.code.advice) for one in row.findings),
    )


def _draw_with_door(row: Checked) -> SafeString:
    """The same for whoever may have somebody else paid."""
    url = reverse("payments:other_ask", args=[row.payable.pk])
    door = format_html('<span class="sub"><a href="{}">{}</a></span>', url, _("由他人代收"))
    return draw_findings(row) + door


ROWS, ROWS_OF_ASKERS = (
    Rows[Checked](SHOWN, url=lambda row: row.payable.link, drawn={"labels": draw})
    for draw in (draw_findings, _draw_with_door)
)


@require_role(*CHECKERS)
@require_GET
def prechecks(request: AuthenticatedRequest) -> HttpResponse:
    """What was found of the scope's payables that no batch holds yet, the oldest first."""
    filtered, checked = _checked(request)
    rows = ROWS_OF_ASKERS if request.user.has_role(*ASKERS) else ROWS
    context = {
        "tabs": tabs(request, "prechecks"),
        "filter": filtered,
        "chips": _chips(filtered, checked),
        **rows.page(filtered.pick(checked), request.GET),
        "blocked": sum(row.is_blocked for row in checked),
        "is_narrowed": bool(filtered.values),
    }
    return render(request, "payments/prechecks.html", context)


@require_role(*CHECKERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with what to do about each; the download is on record."""
    filtered, checked = _checked(request)
    return EXPORT.answer(request, filtered.pick(checked), filtered)


def _checked(request: AuthenticatedRequest) -> tuple[PrecheckFilter, list[Checked]]:
    filtered = PrecheckFilter(
        request.GET, queryset=selectors.list_unpaid(user=request.user), user=request.user
    )
    return filtered, selectors.list_checked(filtered.chosen)


def _chips(filtered: PrecheckFilter, checked: list[Checked]) -> list[dict[str, Any]]:
    """How many there are of each code, of those that there are."""
    counts = Counter(one.key for row in checked for one in row.findings)
    codes = [code for code in CODES if counts[code.key]]
    named: list[tuple[str, Any]] = [("", _("全部"))]
    named += [(code.key, f"{code.number} {code.label}") for code in codes]
    numbers = [len(checked), *(counts[code.key] for code in codes)]
    chips = make_chips(filtered.values, "code", named)
    return [chip | {"count": number} for chip, number in zip(chips, numbers, strict=True)]
