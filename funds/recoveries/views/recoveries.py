"""追回: the list, one with what came back, the demand letter, the steps."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.payments.models import Payment
from funds.recoveries import reports, selectors, services
from funds.recoveries.columns import RECOVERIES
from funds.recoveries.filters import SHOWN, RecoveryFilter
from funds.recoveries.forms import (
    AgreeForm,
    DeclineForm,
    OpenForm,
    RepayForm,
    VoidForm,
    WaiveForm,
    WaiverForm,
)
from funds.recoveries.models import Recovery
from funds.recoveries.states import DUE_DAYS, READERS, TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "recoveries", gettext_lazy("追回台账"), RECOVERIES, "recoveries:list", totals=["amount", "repaid", "left"]
)
FORMS = {
    "agree": AgreeForm, "repay": RepayForm, "waiver": WaiverForm, "void": VoidForm, "waive": WaiveForm,
    "decline": DeclineForm,
}  # fmt: skip


@require_role(*READERS)
@require_GET
def recoveries(request: AuthenticatedRequest) -> HttpResponse:
    """The recoveries of the scope as they are narrowed, what is due first at the top."""
    found = _filter(request)
    rows = Rows[Any](RECOVERIES, url=link_to("recoveries:recovery"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "overdue": selectors.overdue(selectors.list_recoveries(user=request.user)).count(),
    }
    return render(request, "recoveries/list.html", context)


@require_role(*READERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask some or all of a payment back."""
    rows = Payment.objects.visible_to(request.user).select_related("payable", "batch")
    payment: Payment = get_object_or_404(rows, pk=pk)
    left, day = selectors.may_ask(payment), timezone.localdate() + timedelta(days=DUE_DAYS)
    form = OpenForm(request.POST or None, initial={"amount": left, "due_on": day, "key": uuid.uuid4()})
    tried = attempt(form, lambda: services.open_recovery(payment_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        context = {"form": form, "payment": payment, "left": left}
        return render(request, "recoveries/new.html", context, status=tried.status)
    messages.success(
        request, _("已发起追回 %(number)s，请打印通知书送达本人。") % {"number": tried.made.number}
    )
    return redirect("recoveries:recovery", pk=tried.made.pk)


@require_role(*READERS)
@require_GET
def recovery(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_role(*READERS)
@require_GET
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """追回通知书; the print is on record."""
    row = _get(request, pk)
    content = reports.demand_letter(row)
    audit.record_export("recovery_letter", by=request.user, content=content, rows=1, target=row)
    return paper(content, _("追回通知书_%(number)s.pdf") % {"number": row.number})


@require_role(Role.FINANCE)
@require_POST
def agree(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """约定分期还款."""
    form = AgreeForm(request.POST)
    return _step(
        request, pk, "agree", form, lambda told: services.agree(recovery_id=pk, by=request.user, **told)
    )


@require_role(Role.FINANCE, Role.CASHIER)
@require_POST
def repay(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Money that came back."""
    form = RepayForm(request.POST)
    return _step(
        request, pk, "repay", form, lambda told: services.repay(recovery_id=pk, by=request.user, **told)
    )


@require_role(Role.FINANCE)
@require_POST
def ask_waiver(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """申请豁免."""
    form = WaiverForm(request.POST)
    return _step(
        request, pk, "waiver", form, lambda told: services.ask_waiver(recovery_id=pk, by=request.user, **told)
    )


@require_role(Role.APPROVER)
@require_POST
def waive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """批准豁免."""
    form = WaiveForm(request.POST)
    return _step(
        request, pk, "waive", form, lambda told: services.waive(recovery_id=pk, by=request.user, **told)
    )


@require_role(Role.APPROVER)
@require_POST
def decline(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """不同意豁免."""
    form = DeclineForm(request.POST)
    return _step(
        request, pk, "decline", form, lambda told: services.decline(recovery_id=pk, by=request.user, **told)
    )


@require_role(Role.FINANCE)
@require_POST
def void(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """作废 of what was asked back by mistake."""
    form = VoidForm(request.POST)
    return _step(
        request, pk, "void", form, lambda told: services.void(recovery_id=pk, by=request.user, **told)
    )


def _step(
    request: AuthenticatedRequest, pk: int, name: str, form: forms.Form, call: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    _get(request, pk)
    tried = attempt(form, lambda: call(form.cleaned_data))
    if tried.made is None:
        return _page(request, _get(request, pk), {name: form}, form=form, status=tried.status)
    messages.success(request, _("已登记。"))
    return redirect("recoveries:recovery", pk=pk)


def _filter(request: AuthenticatedRequest) -> RecoveryFilter:
    return RecoveryFilter(
        request.GET, queryset=selectors.list_recoveries(user=request.user), user=request.user
    )


def _get(request: AuthenticatedRequest, pk: int) -> Recovery:
    row: Recovery = get_object_or_404(selectors.list_recoveries(user=request.user), pk=pk)
    return row


def _page(
    request: AuthenticatedRequest,
    row: Recovery,
    filled: dict[str, forms.Form] | None = None,
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user, own = request.user, row.union_id == request.user.union_id and row.is_open
    buttons = workflow.buttons(TRANSITIONS, row, by=user, blocker=services.step_blocker)
    may_write = own and user.has_role(Role.FINANCE)
    context = {
        "recovery": row,
        "repayments": list(row.repayments.select_related("by", "set_off").order_by("on", "pk")),
        "parts": selectors.list_parts(row),
        "set_offs": selectors.list_set_offs_of(row),
        "may_set_off": may_write and selectors.list_to_set_off(row).exists(),
        "may_repay": own and user.has_role(Role.FINANCE, Role.CASHIER),
        "may_write": may_write,
        "may": {one.action for one in buttons},
        "forms": {
            name: make(initial=_initial(name, row), auto_id=f"id_{name}_%s") for name, make in FORMS.items()
        }
        | (filled or {}),
        "hands": {step: row.hand(step) for step in ("asked", "waived", "declined", "voided")},
        "form": form,
    }
    return render(request, "recoveries/recovery.html", context, status=status)


def _initial(name: str, row: Recovery) -> dict[str, Any]:
    today = timezone.localdate()
    if name == "repay":
        return {"on": today, "key": uuid.uuid4()}
    if name in ("waive", "decline"):
        return {"seen": row.waiver_seen}
    return {"first_on": today + timedelta(days=DUE_DAYS)} if name == "agree" else {}
