"""抵扣: asked for of one recovery, one with its consent, decided by another."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.recoveries import selectors, services
from funds.recoveries.forms import SetOffForm, SetOffStepForm
from funds.recoveries.models import SetOff
from funds.recoveries.states import READERS, SET_OFF_TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.files import contents_of

RELATED = ("union", "recovery__payment", "payable__commitment", "payable__union", *selectors.HANDS)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """申请抵扣 of one recovery."""
    recovery = get_object_or_404(selectors.list_recoveries(user=request.user), pk=pk)
    owed = list(selectors.list_to_set_off(recovery))
    most = min(recovery.left, owed[0].left) if owed else None
    form = SetOffForm(
        request.POST or None, request.FILES or None, payables=selectors.list_to_set_off(recovery),
        initial={"amount": most, "consented_on": timezone.localdate()},
    )  # fmt: skip
    tried = attempt(form, lambda: services.ask_set_off(recovery_id=pk, by=request.user, **form.told()))
    if tried.made is None:
        context = {"form": form, "recovery": recovery, "owed": owed}
        return render(request, "recoveries/set_off_new.html", context, status=tried.status)
    messages.success(request, _("已申请抵扣，等审批人办理；批准以前这笔款不能发放。"))
    return redirect("recoveries:set_off", pk=tried.made.pk)


@require_role(*READERS)
@require_GET
def set_off(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_role(Role.APPROVER, Role.FINANCE)
@require_POST
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """同意抵扣、不同意、撤回."""
    _get(request, pk)
    form = SetOffStepForm(request.POST)
    tried = attempt(
        form, lambda: services.take_set_off_step(set_off_id=pk, by=request.user, **form.cleaned_data)
    )
    if tried.made is None:
        return _page(request, _get(request, pk), form=form, status=tried.status)
    messages.success(request, _("抵扣%(state)s。") % {"state": tried.made.get_state_display()})
    return redirect("recoveries:set_off", pk=pk)


@require_role(*READERS)
@require_GET
def proof(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The signed consent; looking at it is on record."""
    row = _get(request, pk)
    content = contents_of(row.proof)
    audit.record_export("set_off_proof", by=request.user, content=content, rows=1, target=row.recovery)
    name = _("抵扣同意书.%(kind)s") % {"kind": row.proof_type.rpartition("/")[2]}
    return stored_file(File(BytesIO(content)), name=name, media_type=row.proof_type)


def _page(
    request: AuthenticatedRequest, row: SetOff, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    user, blocker = request.user, services.set_off_blocker
    context = {
        "set_off": row,
        "buttons": workflow.buttons(SET_OFF_TRANSITIONS, row, by=user, blocker=blocker),
        "why": workflow.obstacle(SET_OFF_TRANSITIONS, row, by=user, blocker=blocker),
        "journals": selectors.list_vouchers_of(row),
        "hands": [
            (label, row.hand(name), getattr(row, f"{name}_at"))
            for name, label in (
                ("asked", _("申请")),
                ("decided", _("办理")),
                ("undo", _("申请撤销")),
                ("reviewed", _("撤销办理")),
            )
            if row.hand(name)
        ],
        "left_after": row.payable.left - row.amount,
        "form": form,
    }
    return render(request, "recoveries/set_off.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> SetOff:
    rows = SetOff.objects.visible_to(request.user).select_related(*RELATED, "repayment")
    row: SetOff = get_object_or_404(rows, pk=pk)
    return row
