"""Grants: the list, a new one, one with its lines, and money arriving."""

from functools import partial
from io import BytesIO

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.ledgers import selectors, services
from funds.ledgers.columns import FUND_COLUMNS
from funds.ledgers.forms import FundForm, LineForm, ReceiveForm, ScanForm
from funds.ledgers.views.lists import fund_rows, line_rows
from funds.ledgers.views.pages import READERS, keeps_books, movement_page, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import stored_file
from hardship.kernel.files import contents_of
from hardship.kernel.workflow import Refused


@require_role(*READERS)
@require_GET
def funds(request: AuthenticatedRequest) -> HttpResponse:
    context = {
        **fund_rows().page(selectors.list_funds(user=request.user), request.GET),
        "tabs": tabs("funds"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "ledgers/funds.html", context)


EXPORT = ListExport("funds", gettext_lazy("资金清单"), FUND_COLUMNS, "ledgers:funds", totals=["total"])


@require_role(*READERS)
@require_POST
def funds_export(request: AuthenticatedRequest) -> HttpResponse:
    """The funds of the scope; the download is on record."""
    return EXPORT.answer(request, selectors.list_funds(user=request.user))


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def fund_new(request: AuthenticatedRequest) -> HttpResponse:
    form = FundForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = services.create_fund(union=request.user.union, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已登记“%(fund)s”。") % {"fund": made})
            return redirect("ledgers:fund", pk=made.pk)
    return render(request, "ledgers/fund_form.html", {"form": form}, status=status)


@require_role(*READERS)
@require_GET
def fund(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_funds(user=request.user), pk=pk)
    lines = selectors.list_lines_to_show(user=request.user).filter(fund=pk)
    totals = selectors.bucket_totals(lines)
    context = {
        "fund": found,
        **line_rows(of_fund=True).context(lines, totals),
        "totals": totals,
        "may_write": keeps_books(request, found.union),
    }
    return render(request, "ledgers/fund.html", context)


@require_role(*READERS)
@require_GET
def fund_scan(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The document itself; looking at it is on record."""
    found = get_object_or_404(selectors.list_funds(user=request.user).exclude(scan=""), pk=pk)
    content = contents_of(found.scan)
    audit.record_export("fund_scan", by=request.user, content=content, rows=1, target=found)
    name = _("资金文件.%(kind)s") % {"kind": found.scan_type.rpartition("/")[2]}
    return stored_file(File(BytesIO(content)), name=name, media_type=found.scan_type)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def fund_attach(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_funds(user=request.user).filter(scan=""), pk=pk)
    return movement_page(
        request,
        ScanForm(request.POST or None, request.FILES or None),
        partial(services.attach_scan, fund_id=pk),
        context={"title": _("补文件扫描件"), "subject": str(found), "submit": _("上传")},
        done=_("文件扫描件已保存。"),
        back=address("ledgers:fund", args=[pk]),
    )


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def receive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_funds(user=request.user), pk=pk)
    return movement_page(
        request,
        ReceiveForm(request.POST or None),
        partial(services.receive, fund_id=pk),
        context={"title": _("登记到账"), "subject": str(found), "submit": _("记账")},
        done=_("已登记到账，资金在待分配指标中。"),
        back=address("ledgers:fund", args=[pk]),
    )


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def line_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.list_funds(user=request.user), pk=pk)
    return movement_page(
        request,
        LineForm(request.POST or None, fund=found),
        partial(services.open_line, fund_id=pk),
        context={"title": _("新设指标"), "subject": str(found), "submit": _("设立")},
        done=_("指标已设立，请编入金额。"),
        back=address("ledgers:fund", args=[pk]),
        then=lambda line: address("ledgers:line", args=[line.pk]),
    )
