"""记账凭证 of a month: drawn up, checked, on paper and for the finance software; 科目余额表."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.books import reports, services
from funds.books.columns import VOUCHERS
from funds.books.filters import VoucherFilter
from funds.books.forms import PapersForm
from funds.books.rules.packages import PACKAGES
from funds.books.selectors.vouchers import (
    count_by_month,
    get_trial_balance,
    list_booked_months,
    list_vouchers,
    list_with_entries,
)
from funds.books.states import READERS, SECOND
from funds.books.views.pages import is_at, parse_month, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import paper, workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.lint import check_table
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

EXPORT = ListExport("vouchers", gettext_lazy("记账凭证清单"), VOUCHERS, "books:vouchers", totals=["debits"])


@require_GET
@require_role(*READERS)
def vouchers(request: AuthenticatedRequest) -> HttpResponse:
    return _list_page(request)


def _list_page(request: AuthenticatedRequest, refused: str = "", status: int = 200) -> HttpResponse:
    """The list as it is narrowed; of the own union each month that is over, with what is to do."""
    found = _filter(request)
    union = request.user.union
    months = list_booked_months(union=union, today=timezone.localdate())[:12]
    context = {
        **Rows[Any](VOUCHERS, url=link_to("books:voucher")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "tabs": tabs("vouchers"),
        "months": [
            {**row, "month": f"{row['month']:%Y-%m}"} for row in count_by_month(union=union, months=months)
        ],
        "packages": [(key, package.name) for key, package in PACKAGES.items()],
        "may_draw": request.user.has_role(Role.FINANCE),
        "may_check": request.user.has_role(*SECOND),
        "refused": refused,
    }
    return render(request, "books/vouchers.html", context, status=status)


@require_POST
@require_role(*READERS)
def vouchers_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> VoucherFilter:
    return VoucherFilter(request.GET, queryset=list_vouchers(user=request.user), user=request.user)


@require_POST
@require_role(Role.FINANCE)
def draw(request: AuthenticatedRequest, month: str) -> HttpResponse:
    """记账 of a month of the own union."""
    try:
        made = services.draw_vouchers(union=request.user.union, month=parse_month(month), by=request.user)
    except Refused as refusal:
        return _list_page(request, str(refusal), refusal.status)
    messages.success(request, _("已生成 %(n)s 张凭证，由另一位审核。") % {"n": len(made)})
    return redirect(f"{reverse('books:vouchers')}?month={month}")


@require_POST
@require_role(*SECOND)
def check(request: AuthenticatedRequest, month: str) -> HttpResponse:
    """审核 of a month of the own union."""
    try:
        count = services.check_vouchers(union=request.user.union, month=parse_month(month), by=request.user)
    except Refused as refusal:
        return _list_page(request, str(refusal), refusal.status)
    messages.success(request, _("已审核 %(n)s 张凭证。") % {"n": count})
    return redirect(f"{reverse('books:vouchers')}?month={month}")


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def voucher(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One voucher; finance says which papers are attached until it is checked."""
    row = get_object_or_404(list_vouchers(user=request.user), pk=pk)
    papers = list(row.papers.order_by("pk"))
    form = PapersForm(request.POST or None, papers=papers)
    done = attempt(form, lambda: services.save_papers(voucher_id=pk, by=request.user, **form.told()))
    if done.made is not None:
        messages.success(request, _("附件已保存。"))
        return redirect("books:voucher", pk=pk)
    entries = list(row.entries.select_related("fund").order_by("position"))
    may_change = is_at(request, row.union, Role.FINANCE) and row.checked_by_id is None
    context = {
        "voucher": row,
        "entries": entries,
        "papers": papers,
        "debits": row.debits,
        "form": form,
        "may_change": may_change,
    }
    return render(request, "books/voucher.html", context, status=done.status)


@require_GET
@require_role(*READERS)
def vouchers_pdf(request: AuthenticatedRequest, month: str) -> HttpResponse:
    """记账凭证 of a month of the own union, two on a sheet; the print is on record."""
    rows = _rows(request, month)
    content = reports.voucher_sheets(rows)
    audit.record_export("voucher_sheets", by=request.user, content=content, rows=len(rows))
    return paper(content, _("记账凭证_%(month)s.pdf") % {"month": month})


@require_GET
@require_role(*READERS)
def package(request: AuthenticatedRequest, month: str, kind: str) -> HttpResponse:
    """The vouchers of a month of the own union in the columns of a finance package; it is on record."""
    if kind not in PACKAGES:
        raise Http404
    rows = _rows(request, month)
    content = reports.package_sheet(rows, PACKAGES[kind])
    audit.record_export("voucher_package", by=request.user, content=content, rows=len(rows))
    return workbook(
        content, _("凭证_%(month)s_%(kind)s.xlsx") % {"month": month, "kind": PACKAGES[kind].name}
    )


def _rows(request: AuthenticatedRequest, month: str) -> list[Any]:
    rows = list(list_with_entries(union=request.user.union, month=parse_month(month)))
    if not rows:
        raise Http404
    return rows


@require_GET
@require_role(*READERS)
def balance(request: AuthenticatedRequest) -> HttpResponse:
    """科目余额表 of a month of the own union, beside the ledger."""
    union = request.user.union
    months = [f"{month:%Y-%m}" for month in list_booked_months(union=union, today=timezone.localdate())]
    chosen = request.GET.get("month", "")
    month = chosen if chosen in months else next(iter(months), "")
    found = get_trial_balance(union=union, month=parse_month(month)) if month else None
    context = {
        "tabs": tabs("balance"),
        "months": months[:12],
        "month": month,
        "found": found,
        "doubts": check_table(found.figures()) if found else [],
    }
    return render(request, "books/balance.html", context)
