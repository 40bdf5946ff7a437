"""Batches: the list, a new one, one in detail with the steps it may take."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.payments import reports, selectors, services
from funds.payments.columns import BATCHES
from funds.payments.filters import BatchFilter
from funds.payments.forms import BatchForm, SendForm, StepForm
from funds.payments.models import PaymentBatch
from funds.payments.selectors import Checked, Choice
from funds.payments.states import READERS, RECORDERS, WHOLE_NUMBERS, Method
from funds.payments.views.page import page_context
from funds.payments.views.prechecks import ROWS, tabs
from hardship.accounts.access import AuthenticatedRequest, ask_for_names, hides_names, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

PAGE_SIZE = 25


@require_role(*READERS)
@require_GET
def batch_list(request: AuthenticatedRequest) -> HttpResponse:
    filtered = _filter(request)
    waiting = (
        selectors.list_own_unpaid(user=request.user).count() if request.user.has_role(Role.FINANCE) else 0
    )
    rows: Rows[PaymentBatch] = Rows(BATCHES, url=link_to("payments:detail"))
    context = {
        "tabs": tabs(request, "list"),
        "filter": filtered,
        **rows.page(filtered.chosen, request.GET, size=PAGE_SIZE),
        "waiting": waiting,
        "may_choose_layout": request.user.has_role(*RECORDERS),
        "filtered": bool(request.GET),
    }
    return render(request, "payments/list.html", context)


EXPORT = ListExport("batches", gettext_lazy("发放批次台账"), BATCHES, "payments:list", totals=["total"])


@require_role(*READERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The batches as they are narrowed; the download is on record."""
    filtered = _filter(request)
    return EXPORT.answer(request, filtered.chosen, filtered)


def _filter(request: AuthenticatedRequest) -> BatchFilter:
    return BatchFilter(request.GET, queryset=selectors.list_batches(user=request.user))


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def new(request: AuthenticatedRequest) -> HttpResponse:
    method = Method.CASH if request.GET.get("method") == Method.CASH else Method.BANK
    choices, barred = selectors.sort_unpaid(user=request.user, in_cash=method == Method.CASH)
    form = BatchForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.make_batch(
                payable_ids=form.cleaned_data["pk"],
                title=form.cleaned_data["title"],
                is_draft=form.cleaned_data["is_draft"],
                method=method,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("批次 %(number)s 已存为草稿。")
                if batch.is_draft
                else _("批次 %(number)s 已制成，等待复核。")
            )
            messages.success(request, said % {"number": batch.number})
            return redirect("payments:detail", pk=batch.pk)
    asked = {"method": "" if method == Method.BANK else str(method)}
    ways = [("", Method.BANK.label), (str(Method.CASH), Method.CASH.label)]
    context = {**choosing(form, choices, barred), "chips": make_chips(asked, "method", ways)}
    return render(
        request,
        "payments/new.html",
        context | {"in_cash": method == Method.CASH},
        status=422 if form.is_bound else 200,
    )


def choosing(
    form: BatchForm, choices: list[Choice], barred: list[Checked], batch: PaymentBatch | None = None
) -> dict[str, Any]:
    """What the page on which payables are chosen shows; a new batch begins with those that are ready."""
    chosen = {str(pk) for pk in form["pk"].value() or []}
    picked = {row.payable.pk for row in choices if str(row.payable.pk) in chosen}
    if not form.is_bound and batch is None:
        picked = {row.payable.pk for row in choices if row.is_ready}
    table = ROWS.context(barred) if barred else None
    return {"form": form, "choices": choices, "barred": table, "picked": picked, "batch": batch}


@require_role(*READERS)
@require_GET
def detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    return render(request, "payments/detail.html", page_context(request, batch))


@require_role(*READERS)
@require_POST
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return render(request, "payments/detail.html", page_context(request, batch, form=form), status=422)
    try:
        batch = services.take_step(batch_id=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        batch.refresh_from_db()
        return render(request, "payments/detail.html", page_context(request, batch, form=form), status=409)
    words = {"number": batch.number, "state": batch.get_state_display()}
    messages.success(request, _("批次 %(number)s 现在是“%(state)s”。") % words)
    return redirect("payments:detail", pk=pk)


@require_role(*RECORDERS)
@require_POST
def send(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记送银行."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    form = SendForm(request.POST, in_cash=batch.is_cash)
    done = attempt(form, lambda: services.send_batch(batch_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        batch.refresh_from_db()
        context = page_context(request, batch, form=form, send_form=form)
        return render(request, "payments/detail.html", context, status=done.status)
    said = _("批次 %(number)s 已登记提取现金。") if batch.is_cash else _("批次 %(number)s 已登记送银行。")
    messages.success(request, said % {"number": batch.number})
    return redirect("payments:detail", pk=pk)


@require_role(*WHOLE_NUMBERS)
@require_GET
def bank_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The workbook for the bank: full card numbers, the same bytes every time, every download on record."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    if batch.is_cash:
        raise Http404
    if hides_names(request):  # the bank pays whom the list names
        return ask_for_names(reverse("payments:detail", args=[pk]))
    if not batch.is_answered:
        messages.error(request, _("批次放行之后才能下载银行名单。"))
        return redirect("payments:detail", pk=pk)
    content = reports.bank_list(batch)
    audit.record_export(
        "bank_list", by=request.user, content=content, rows=batch.count, masked=False, target=batch
    )
    name = _("银行名单_%(number)s_%(count)s笔.xlsx") % {"number": batch.number, "count": batch.count}
    return workbook(content, name)
