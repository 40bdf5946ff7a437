"""消息: unread and all, one opened, all marked as read, where the digest goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.keys import read_key
from hardship.kernel.pages import numbered
from hardship.kernel.workflow import Refused
from hardship.messaging import services
from hardship.messaging.forms import DigestForm
from hardship.messaging.models import DigestAddress, Receipt
from hardship.messaging.selectors import list_messages
from hardship.messaging.services import KINDS


@require_GET
def index(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request)


@require_POST
def open_message(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Read it, and on to the page of what it is about."""
    get_object_or_404(Receipt, pk=pk, to=request.user)
    receipt = services.mark_read(receipt_id=pk, by=request.user)
    return redirect(_address(receipt) or "messaging:messages")


@require_POST
def read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Read it and stay."""
    get_object_or_404(Receipt, pk=pk, to=request.user)
    services.mark_read(receipt_id=pk, by=request.user)
    return redirect("messaging:messages")


@require_POST
def read_all(request: AuthenticatedRequest) -> HttpResponse:
    """All that the page showed are read."""
    number = services.mark_all_read(by=request.user, until=read_key(request.POST.get("until", "")) or 0)
    messages.success(request, _("已把 %(number)d 条消息标为已读。") % {"number": number})
    return redirect("messaging:messages")


@require_POST
def digest(request: AuthenticatedRequest) -> HttpResponse:
    """Where the daily digest goes."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        row = services.set_digest(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=422)
    told = _("每天上午有新消息时汇总到这个地址。") if row.address else _("已停止每日汇总。")
    messages.success(request, told)
    return redirect("messaging:messages")


def _page(
    request: AuthenticatedRequest, form: DigestForm | None = None, *, status: int = 200
) -> HttpResponse:
    shows_all = request.GET.get("show") == "all"
    page = numbered(list_messages(request.user, unread=not shows_all), request.GET)
    address = DigestAddress.objects.filter(user=request.user).first()
    context = {
        "page": page,
        "rows": [_shown(receipt) for receipt in page],
        "newest": max((receipt.pk for receipt in page), default=0),
        "shows_all": shows_all,
        "chips": [
            {"label": label, "url": url, "current": shows_all == bool(url)}
            for label, url in ((_("未读"), ""), (_("全部"), "?show=all"))
        ],
        "digest_form": form or DigestForm(address=address),
        "has_channels": any(way.is_open() for way in services.CHANNELS),
        "refused": form,
    }
    return render(request, "messaging/messages.html", context, status=status)


def _shown(receipt: Receipt) -> dict[str, Any]:
    """What the page says of a message; one of a kind of long ago can still be read."""
    kind = KINDS.get(receipt.message.kind)
    return {
        "receipt": receipt,
        "message": receipt.message,
        "text": kind.text if kind else _("这类消息已不再使用。"),
        "link": kind.link if kind else "",
    }


def _address(receipt: Receipt) -> str:
    """The page of the thing; '' for one that has none any more."""
    kind = KINDS.get(receipt.message.kind)
    try:
        return kind.page(receipt.message.about_id) if kind else ""
    except NoReverseMatch:
        return ""
