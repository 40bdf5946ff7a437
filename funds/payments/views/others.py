"""代收: who is paid instead: the list, asked for, one with its proof, decided by another."""

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.payments import services
from funds.payments.columns import OTHERS
from funds.payments.filters import OtherFilter
from funds.payments.forms import OtherForm, OtherStepForm
from funds.payments.models import OtherPayee, Payable
from funds.payments.selectors.others import asking_blocker, list_others
from funds.payments.states import ASKERS, CHECKERS, OTHER_TRANSITIONS, OtherState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.files import contents_of
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("other_payees", gettext_lazy("代收申请"), OTHERS, "payments:others", totals=["amount"])


@require_role(*CHECKERS)
@require_GET
def others(request: AuthenticatedRequest) -> HttpResponse:
    """The requests of the scope, newest first."""
    found = _filter(request)
    context = {
        **Rows[Any](OTHERS, url=link_to("payments:other")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *OtherState.choices]),
    }
    return render(request, "payments/others.html", context)


@require_role(*CHECKERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_role(*ASKERS)
@require_http_methods(["GET", "POST"])
def ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """申请代收 of one payable."""
    payables = Payable.objects.visible_to(request.user).select_related("union", "commitment__line")
    payable = get_object_or_404(payables, pk=pk)
    form = OtherForm(request.POST or None, request.FILES or None)
    tried = attempt(
        form,
        lambda: services.ask_other(
            payable_id=pk, other=form.other(), proof=form.cleaned_data["proof"], by=request.user
        ),
    )
    if tried.made is not None:
        messages.success(request, _("已申请由 %(name)s 代收，等审批人审批。") % {"name": tried.made.name})
        return redirect("payments:other", pk=tried.made.pk)
    context = {"form": form, "payable": payable, "why": asking_blocker(payable, request.user)}
    return render(request, "payments/other_ask.html", context, status=tried.status)


@require_role(*CHECKERS)
@require_GET
def other(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_role(*CHECKERS)
@require_POST
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """同意、不同意、撤销."""
    _get(request, pk)
    form = OtherStepForm(request.POST)
    tried = attempt(form, lambda: services.take_other_step(other_id=pk, by=request.user, **form.cleaned_data))
    if tried.made is None:
        return _page(request, _get(request, pk), form=form, status=tried.status)
    messages.success(request, _("代收申请%(state)s。") % {"state": tried.made.get_state_display()})
    return redirect("payments:other", pk=pk)


@require_role(*CHECKERS)
@require_GET
def proof(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The paper that shows why; looking at it is on record."""
    row = _get(request, pk)
    content = contents_of(row.proof)
    audit.record_export("other_proof", by=request.user, content=content, rows=1, target=row)
    name = _("代收证明.%(kind)s") % {"kind": row.proof_type.rpartition("/")[2]}
    return stored_file(File(BytesIO(content)), name=name, media_type=row.proof_type)


def _page(
    request: AuthenticatedRequest, row: OtherPayee, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    user, blocker = request.user, services.other_blocker
    context = {
        "other": row,
        "payable": row.payable,
        "buttons": workflow.buttons(OTHER_TRANSITIONS, row, by=user, blocker=blocker),
        "why": workflow.obstacle(OTHER_TRANSITIONS, row, by=user, blocker=blocker),
        "hands": [
            (label, row.hand(name), getattr(row, f"{name}_at"))
            for name, label in (("asked", _("申请")), ("decided", _("审批")), ("ended", _("撤销")))
            if row.hand(name)
        ],
        "form": form,
    }
    return render(request, "payments/other.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> OtherPayee:
    row: OtherPayee = get_object_or_404(list_others(user=request.user), pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> OtherFilter:
    return OtherFilter(request.GET, queryset=list_others(user=request.user), user=request.user)
