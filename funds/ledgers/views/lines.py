"""Budget lines: the list with its buckets, one line with its journals, assigning and allocating."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funds.ledgers import reports, selectors, services
from funds.ledgers.filters import LineFilter
from funds.ledgers.forms import AllocateForm, AssignForm
from funds.ledgers.states import POOL
from funds.ledgers.views.lists import journal_rows, line_rows
from funds.ledgers.views.pages import READERS, keeps_books, movement_page, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook


@require_role(*READERS)
@require_GET
def lines(request: AuthenticatedRequest) -> HttpResponse:
    found = LineFilter(request.GET, selectors.list_lines_to_show(user=request.user), user=request.user)
    totals = selectors.bucket_totals(found.qs)
    context = {
        "filter": found,
        **line_rows().page(found.qs, request.GET, sums=totals),
        "totals": totals,
        "used": selectors.used_percent(totals),
        "tabs": tabs("lines"),
        "is_narrowed": any(request.GET.get(name) for name in found.filters),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "ledgers/list.html", context)


@require_role(*READERS)
@require_GET
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook; the download is on record."""
    found = LineFilter(request.GET, selectors.list_lines_to_show(user=request.user), user=request.user)
    rows = list(found.qs)
    content = reports.lines_workbook(rows, totals=selectors.bucket_totals(found.qs), by=request.user)
    narrowed = {name: request.GET[name] for name in found.filters if request.GET.get(name)}
    audit.record_export("budget_lines", by=request.user, content=content, rows=len(rows), filters=narrowed)
    return workbook(content, _("资金指标.xlsx"))


@require_role(*READERS)
@require_GET
def line(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    journals = selectors.list_journals(user=request.user, line_id=pk)
    buckets = selectors.line_buckets(pk)
    context = {
        "line": found,
        **journal_rows(of_line=True).page(journals, request.GET),
        "buckets": buckets,
        "used": selectors.used_percent(buckets),
        "is_pool": found.use_id == POOL,
        "may_write": keeps_books(request, found.union),
    }
    return render(request, "ledgers/line.html", context)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def assign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    return movement_page(
        request,
        AssignForm(request.POST or None, line=found, user=request.user),
        partial(services.assign, line_id=pk),
        context={"title": _("编制指标"), "subject": str(found), "submit": _("记账")},
        done=_("已编入“%(line)s”。") % {"line": found},
        back=address("ledgers:line", args=[pk]),
    )


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def allocate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    return movement_page(
        request,
        AllocateForm(request.POST or None, user=request.user),
        partial(services.allocate, line_id=pk),
        context={
            "title": _("下拨"),
            "subject": str(found),
            "submit": _("下拨"),
            "available": found.available_yuan,
        },
        done=_("已下拨，双方账上同时登记。"),
        back=address("ledgers:line", args=[pk]),
    )
