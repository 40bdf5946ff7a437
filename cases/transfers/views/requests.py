"""申请转入: asked on the first screen of a new file, answered by who holds it; both follow it here."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms import AskForm, StartForm
from cases.archives.models import Household
from cases.archives.selectors.entry import get_holder, has_asked
from cases.archives.selectors.extensions import get_contact
from cases.archives.views.entry.start import tell_holder
from cases.transfers import services
from cases.transfers.columns import ASKED_COLUMNS, REQUEST_COLUMNS
from cases.transfers.forms import AnswerForm
from cases.transfers.models import TransferRequest
from cases.transfers.selectors import count_waited, list_asked, list_requests
from cases.transfers.states import HOLDER_ACTIONS
from cases.transfers.views.moving import PAGES, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import Column
from hardship.kernel.fields import blind_index
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows

EXPORTS = {
    "requests": ListExport(
        "transfer_requests", gettext_lazy("转入申请_收到的"), REQUEST_COLUMNS, "transfers:requests"
    ),
    "asked": ListExport("transfer_asked", gettext_lazy("转入申请_发出的"), ASKED_COLUMNS, "transfers:asked"),
}


@require_GET
@require_role(*READERS)
def requests(request: AuthenticatedRequest) -> HttpResponse:
    """What other unions ask for."""
    return _list(request, "requests", REQUEST_COLUMNS, list_requests)


@require_GET
@require_role(*READERS)
def asked(request: AuthenticatedRequest) -> HttpResponse:
    """What one's own union asked for."""
    return _list(request, "asked", ASKED_COLUMNS, list_asked)


@require_POST
@require_role(*READERS)
def requests_export(request: AuthenticatedRequest) -> HttpResponse:
    return EXPORTS["requests"].answer(request, list_requests(request.user))


@require_POST
@require_role(*READERS)
def asked_export(request: AuthenticatedRequest) -> HttpResponse:
    return EXPORTS["asked"].answer(request, list_asked(request.user))


@require_POST
@require_role(Role.CLERK)
def ask(request: AuthenticatedRequest) -> HttpResponse:
    """申请转入, from the first screen of a new file; what is refused is told there."""
    form = AskForm(request.POST)
    tried = attempt(form, lambda: services.ask(by=request.user, **form.cleaned_data))
    if tried.made is None:
        context = {"form": StartForm(request.POST), **_told_before(form, request.user)}
        return render(request, "archives/new.html", context, status=tried.status)
    messages.success(request, _("已向“%(union)s”申请转入。") % {"union": tried.made.holder.name})
    return redirect("transfers:request", uid=tried.made.uid)


@require_GET
@require_role(*READERS)
def request_page(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def request_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Declined by one side or withdrawn by the other."""
    row, form = _get(request, uid), AnswerForm(request.POST)
    done = attempt(form, lambda: services.answer(request_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, uid), form, status=done.status)
    told = _("转入申请：%(state)s，对方经办人会收到消息。")
    messages.success(request, told % {"state": done.made.get_state_display()})
    return redirect("transfers:request", uid=uid)


def _told_before(form: AskForm, user: User) -> dict[str, Any]:
    """The form that was refused, with the notice of who holds the person for whom it was told within the hour
    or may see the file: of another number, typed here in its place, nothing is told."""
    number = form.cleaned_data.get("id_number", "")
    untold = {"ask_form": form, "number": number}
    index = blind_index(number, "id_number") if number else None
    holder = get_holder("id_number_index", index) if index else None
    if holder is None or not (has_asked(user, index) or _may_open(holder, user)):
        return untold
    return tell_holder(form, holder, user)


def _may_open(household: Household, user: User) -> bool:
    return Household.objects.visible_to(user).filter(pk=household.pk).exists()


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> TransferRequest:
    rows = TransferRequest.objects.visible_to(request.user).select_related(
        "household__head", "holder", "asker", "asked_by", "answered_by", "transfer"
    )
    row: TransferRequest = get_object_or_404(rows, uid=uid)
    return row


def _page(
    request: AuthenticatedRequest, row: TransferRequest, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """What was asked and answered. The file is named to those who may open it, to nobody else."""
    may_open = _may_open(row.household, request.user)
    buttons = services.list_request_buttons(row, request.user)
    is_mine = row.asker_id == request.user.union_id
    over = row.answered_at or timezone.now()
    context = {
        "asked": row,
        "household": row.household if may_open else None,
        "waited": count_waited(timezone.localdate(row.asked_at), timezone.localdate(over)),
        "buttons": buttons,
        "may_agree": any(button.action in HOLDER_ACTIONS for button in buttons),
        "form": form or AnswerForm(),
        "contact": get_contact(row.holder if is_mine else row.asker),
        "list_url": "transfers:asked" if is_mine else "transfers:requests",
    }
    return render(request, "transfers/request.html", context, status=status)


def _list(
    request: AuthenticatedRequest,
    name: str,
    columns: tuple[Column, ...],
    select: Callable[[User], QuerySet[TransferRequest]],
) -> HttpResponse:
    here = f"transfers:{name}"
    rows = Rows[TransferRequest](columns, url=link_to("transfers:request", "uid"))
    context = {
        "tabs": make_tabs(PAGES, here),
        "export": f"{here}_export",
        "is_asked": name == "asked",
        **rows.page(select(request.user), request.GET),
    }
    return render(request, "transfers/requests.html", context)
