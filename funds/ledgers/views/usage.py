"""下拨资金使用情况 of one grant: by the unions that got of it, with all below each; a page, the lines of one
of them, a workbook and a paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers import reports, selectors
from funds.ledgers.columns import USAGE, usage_columns
from funds.ledgers.models import Fund
from funds.ledgers.selectors.usage import SUMS, Usage, UsageRow, get_usage, list_parts
from funds.ledgers.views.lists import line_rows
from funds.ledgers.views.pages import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport, narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.columns import choose
from hardship.kernel.rows import Rows

TITLE = gettext_lazy("下拨资金使用情况表")
MOST_PRINTED = 1000  # rows of a paper that is drawn while somebody waits
OF_LIST = (*SUMS, "households", "times")


@require_role(*READERS)
@require_GET
def usage(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_usage(_get(request, pk))
    rows = Rows[UsageRow](choose(USAGE, ()), url=lambda row: _lines_url(found.fund, row))
    of_uses = Rows[UsageRow](usage_columns(found.uses), url=lambda row: _lines_url(found.fund, row))
    page = rows.page(found.rows, request.GET, sums={name: found.sums[name] for name in OF_LIST})
    context = {
        **page,
        "fund": found.fund,
        "own": found.own,
        "sums_of_all": found.sums,
        "got": found.sums["handed"] - found.sums["returned"],
        "by_use": of_uses.context(page["page"], _of_uses(found)) if found.uses else None,
        "own_url": _lines_url(found.fund, found.own),
    }
    return render(request, "ledgers/usage.html", context)


@require_role(*READERS)
@require_GET
def usage_lines(request: AuthenticatedRequest, pk: int, union: int) -> HttpResponse:
    """The lines with what one union got of a grant, its own and those below that it handed on to; each leads
    to its vouchers."""
    fund = _get(request, pk)
    parts = list_parts(fund, union)
    lines = selectors.list_lines_to_show(user=request.user).filter(fund__in=parts)
    totals = selectors.bucket_totals(lines)
    found = Fund.objects.visible_to(request.user).filter(pk__in=parts, union=union).select_related("union")
    holder = get_object_or_404(found.order_by("pk")[:1])
    context = {
        "fund": fund,
        "holder": holder,
        **line_rows().page(lines, request.GET, sums=totals),
        "hands_on": _handed_on(request, found),
    }
    return render(request, "ledgers/usage_lines.html", context)


def _handed_on(request: AuthenticatedRequest, funds: Any) -> list[Fund]:
    """Of these funds of a union those of which others got something: they have a report of their own."""
    return list(funds.filter(shares__isnull=False).distinct().order_by("pk"))


@require_role(*READERS)
@require_GET
def usage_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The table to sign and to send upwards; that it was made is on record."""
    found = get_usage(_get(request, pk))
    if len(found.rows) > MOST_PRINTED:
        return narrow_first(request, reverse("ledgers:usage", args=[pk]))
    content = reports.usage_pdf(found)
    audit.record_export(
        "fund_usage", by=request.user, content=content, rows=len(found.rows), target=found.fund
    )  # fmt: skip
    return paper(content, _("下拨资金使用情况表_%(number)s.pdf") % {"number": found.fund.document_no})


@require_role(*READERS)
@require_POST
def usage_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The table with what was paid for each use; the download is on record."""
    found = get_usage(_get(request, pk))
    columns = (*USAGE, *usage_columns(found.uses)[1:])
    export = ListExport("fund_usage", TITLE, columns, "ledgers:funds", is_of_one=True)
    totals = {**{name: found.sums[name] for name in (*OF_LIST, "unconfirmed")}, **_of_uses(found)}
    return export.answer(
        request, list(found.rows), conditions=[str(found.fund), found.fund.union.name], totals=totals,
        filters={"fund": pk},
    )  # fmt: skip


def _of_uses(found: Usage) -> dict[str, Any]:
    return {f"use_{use.code}": found.sums["by_use"].get(use.code, 0) for use in found.uses}


def _lines_url(fund: Fund, row: UsageRow) -> str:
    return reverse("ledgers:usage_lines", args=[fund.pk, row.union.pk])


def _get(request: AuthenticatedRequest, pk: int) -> Fund:
    found: Fund = get_object_or_404(
        selectors.list_funds(user=request.user).select_related("union", "origin__union"), pk=pk
    )
    return found
