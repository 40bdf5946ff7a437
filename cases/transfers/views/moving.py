"""档案转移: offered on one side, answered on the other; both follow it here."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.archives.views.entered import get_household
from cases.transfers import services
from cases.transfers.columns import TRANSFER_COLUMNS
from cases.transfers.forms import OfferForm, TransferForm
from cases.transfers.models import Transfer, TransferRequest
from cases.transfers.selectors import find_union, list_suggestions, list_transfers, list_waiting_for
from cases.transfers.states import TransferState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

READERS = tuple(sorted(CASE_WORKERS))
PAGES = (
    ("transfers:transfers", gettext_lazy("档案转移")),
    ("transfers:requests", gettext_lazy("别的工会申请转入")),
    ("transfers:asked", gettext_lazy("本工会申请转入")),
)


@require_GET
@require_role(*READERS)
def transfers(request: AuthenticatedRequest) -> HttpResponse:
    rows = Rows[Transfer](TRANSFER_COLUMNS, url=link_to("transfers:transfer", "uid"))
    context = {
        "tabs": make_tabs(PAGES, "transfers:transfers"),
        **rows.page(list_transfers(request.user), request.GET),
    }
    return render(request, "transfers/transfers.html", context)


EXPORT = ListExport("transfers", gettext_lazy("档案转移台账"), TRANSFER_COLUMNS, "transfers:transfers")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The transfers of the scope; the download is on record."""
    return EXPORT.answer(request, list_transfers(request.user))


@require_GET
@require_role(*READERS)
def transfer(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def transfer_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = TransferForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        done = services.decide(transfer_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, _get(request, uid), form, status=409)
    messages.success(request, _("档案 %(number)s：%(state)s。") % {
        "number": done.file_no, "state": done.get_state_display()
    })  # fmt: skip
    if done.state == TransferState.ACCEPTED:
        return redirect("archives:case", pk=done.household_id)
    return redirect("transfers:transfer", uid=uid)


@require_POST
@require_role(Role.CLERK)
def transfer_urge(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Asks the other side to answer."""
    row = _get(request, uid)
    try:
        services.urge(transfer_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已催办，%(union)s会收到消息。") % {"union": row.target.name})
    return redirect("transfers:transfer", uid=uid)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def transfer_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    form = OfferForm(request.POST or None, initial=_begin(_asked(request, household)))
    if request.method == "GET":
        return _offer_page(request, household, form)
    if not form.is_valid():
        return _offer_page(request, household, form, status=422)
    target = find_union(form.cleaned_data["target"])
    if target is None:
        form.add_error("target", _("没有这个工会，请填写编码或全称。"))
        return _offer_page(request, household, form, status=422)
    try:
        made = services.offer(household_id=pk, target=target, note=form.cleaned_data["note"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _offer_page(request, household, form, status=409)
    messages.success(request, _("已提出转移，等“%(union)s”接收。") % {"union": target.name})
    return redirect("transfers:transfer", uid=made.uid)


def _asked(request: AuthenticatedRequest, household: Household) -> TransferRequest | None:
    """The waiting request for this file that the page was opened from, if any."""
    try:
        uid = uuid.UUID(request.GET.get("request", ""))
    except ValueError:
        return None
    return list_waiting_for(household).filter(uid=uid).first()


def _begin(asked: TransferRequest | None) -> dict[str, str]:
    """What the form of an offer begins with that answers a request."""
    if asked is None:
        return {}
    note = _("“%(union)s”申请转入：%(reason)s") % {"union": asked.asker.name, "reason": asked.reason}
    return {"target": asked.asker.code, "note": note[:300]}


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Transfer:
    rows = Transfer.objects.visible_to(request.user).select_related(
        "household__head", "source", "target", "offered_by", "decided_by"
    )
    row: Transfer = get_object_or_404(rows, uid=uid)
    return row


def _page(
    request: AuthenticatedRequest, row: Transfer, form: TransferForm | None = None, status: int = 200
) -> HttpResponse:
    """What is offered. The receiving side sees the file itself only once it has accepted it."""
    mine = Household.objects.visible_to(request.user).filter(pk=row.household_id).exists()
    waits = row.state == TransferState.OFFERED
    companions = services.list_companions(row.household_id) if waits else []
    held_up = any(companion.holds_up for companion in companions)
    buttons = services.list_buttons(row, request.user)
    context = {
        "transfer": row,
        "may_open": mine,
        # while something holds the file up there is nothing to accept
        "buttons": [button for button in buttons if not (held_up and button.action == "accept")],
        "form": form or TransferForm(),
        "companions": companions,
        "held_up": held_up,
        "urging": services.get_urging(row, request.user),
    }
    return render(request, "transfers/transfer.html", context, status=status)


def _offer_page(
    request: AuthenticatedRequest, household: Household, form: OfferForm, status: int = 200
) -> HttpResponse:
    context = {
        "household": household,
        "form": form,
        "unions": list_suggestions(household),
        "blocker": services.offer_blocker(household, request.user),
        "companions": services.list_companions(household.pk),
    }
    return render(request, "transfers/new.html", context, status=status)
