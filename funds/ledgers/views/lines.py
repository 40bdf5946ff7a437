"""Budget lines: the list with its buckets, one line with its journals, assigning and allocating."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.ledgers import selectors, services
from funds.ledgers.columns import COLUMNS
from funds.ledgers.filters import LineFilter
from funds.ledgers.forms import AllocateForm, AssignForm, FreezeForm, GiveBackForm
from funds.ledgers.states import POOL
from funds.ledgers.views.lists import journal_rows, line_rows
from funds.ledgers.views.pages import READERS, keeps_books, movement_page, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.money import format_yuan, in_words


@require_role(*READERS)
@require_GET
def lines(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    totals = selectors.bucket_totals(found.chosen)
    context = {
        "filter": found,
        **line_rows().page(found.chosen, request.GET, sums=totals),
        "totals": totals,
        "used": selectors.used_percent(totals),
        "tabs": tabs("lines"),
        "is_narrowed": bool(found.values),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "ledgers/list.html", context)


EXPORT = ListExport("budget_lines", gettext_lazy("资金指标"), COLUMNS, "ledgers:lines")


@require_role(*READERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook whose last row are the sums; the download is on record."""
    found = _filter(request)
    totals = selectors.bucket_totals(found.chosen)
    free = _("可用合计：%(yuan)s 元　大写：%(words)s") % {
        "yuan": format_yuan(totals["available"]), "words": in_words(totals["available"]),
    }  # fmt: skip
    return EXPORT.answer(request, found.chosen, found, lines=[free], totals=totals)


def _filter(request: AuthenticatedRequest) -> LineFilter:
    return LineFilter(
        request.GET, queryset=selectors.list_lines_to_show(user=request.user), user=request.user
    )


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
        "is_from_above": found.fund.origin_id is not None,
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


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def give_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """To the union above, on both books; or to whoever gave it, where that is nobody of this program."""
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    is_from_above = found.fund.origin_id is not None
    return movement_page(
        request,
        GiveBackForm(request.POST or None),
        partial(services.give_back if is_from_above else services.return_outside, line_id=pk),
        context={
            "title": _("退回上级") if is_from_above else _("退回拨款单位"),
            "subject": str(found),
            "submit": _("退回"),
            "available": found.available_yuan,
        },
        done=_("已退回，双方账上同时登记，等上级财务确认收到。") if is_from_above else _("已登记退回。"),
        back=address("ledgers:line", args=[pk]),
        then=lambda made: address("ledgers:handing" if is_from_above else "ledgers:journal", args=[made.pk]),
    )


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def freeze(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    return movement_page(
        request,
        FreezeForm(request.POST or None),
        partial(services.freeze, line_id=pk),
        context={
            "title": _("冻结"),
            "subject": str(found),
            "submit": _("冻结"),
            "available": found.available_yuan,
        },
        done=_("已冻结，解冻以前不能占用。"),
        back=address("ledgers:line", args=[pk]),
    )


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def thaw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_lines(user=request.user), pk=pk)
    return movement_page(
        request,
        FreezeForm(request.POST or None, initial={"amount": found.frozen_yuan}),
        partial(services.thaw, line_id=pk),
        context={"title": _("解冻"), "subject": str(found), "submit": _("解冻")},
        done=_("已解冻，可以占用。"),
        back=address("ledgers:line", args=[pk]),
    )
