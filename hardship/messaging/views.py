"""消息: unread and all, one opened, all marked as read, where the digest goes."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.kernel.keys import read_key
from hardship.kernel.pages import numbered
from hardship.kernel.workflow import Refused
from hardship.messaging import services
from hardship.messaging.forms import DigestForm
from hardship.messaging.models import DigestAddress, Receipt
from hardship.messaging.selectors import count_kinds, list_messages
from hardship.messaging.services import KINDS, UNDO_MINUTES

READ_AT = "messages_read_at"


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
    at, kind = timezone.now(), _kind(request.POST)
    until = read_key(request.POST.get("until", ""))
    number = services.mark_all_read(by=request.user, until=until, kind=kind, at=at)
    messages.success(request, _("已把 %(number)d 条消息标为已读。") % {"number": number})
    if number:
        request.session[READ_AT] = at.isoformat()
    return redirect("messaging:messages")


@require_POST
def undo(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the last “全部标为已读” are unread again."""
    at = _read_at(request)
    request.session.pop(READ_AT, None)
    number = services.mark_unread(by=request.user, at=at) if at else 0
    if number:
        messages.success(request, _("已撤销，%(number)d 条消息又是未读。") % {"number": number})
    else:
        messages.error(request, _("时间太久，不能撤销了；可以在“全部”里找到这些消息。"))
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
    told = _("有事要办、有新消息的，每天上午汇总到这个地址。") if row.address else _("已停止每日汇总。")
    messages.success(request, told)
    return redirect("messaging:messages")


def _page(
    request: AuthenticatedRequest, form: DigestForm | None = None, *, status: int = 200
) -> HttpResponse:
    shows_all = request.GET.get("show") == "all"
    kind = _kind(request.GET)
    page = numbered(list_messages(request.user, unread=not shows_all, kind=kind), request.GET)
    address = DigestAddress.objects.filter(user=request.user).first()
    context = {
        "page": page,
        "rows": [_shown(receipt) for receipt in page],
        "newest": max((receipt.pk for receipt in page), default=0),
        "shows_all": shows_all,
        "kind": kind if KINDS.get(kind) else "",
        "chips": [
            {"label": label, "url": url, "current": shows_all == bool(url)}
            for label, url in ((_("未读"), ""), (_("全部"), "?show=all"))
        ],
        "kinds": _kinds(request.user, kind, shows_all=shows_all),
        "may_undo": _read_at(request) is not None,
        "digest_form": form or DigestForm(address=address),
        "has_channels": any(way.is_open() for way in services.CHANNELS),
        "refused": form,
    }
    return render(request, "messaging/messages.html", context, status=status)


def _kind(data: QueryDict) -> str:
    """The kind of messages that is asked for, '' for all; of one that there is not there are no messages."""
    return data.get("kind", "").replace("\x00", "")


def _kinds(user: User, chosen: str, *, shows_all: bool) -> list[dict[str, Any]]:
    """The kinds of which there are messages, each as a chip with its number; none for a single kind."""
    counts = count_kinds(user, unread=not shows_all)
    show = {"show": "all"} if shows_all else {}
    chips = [
        {
            "label": KINDS[kind].text,
            "count": number,
            "current": kind == chosen,
            "url": f"?{urlencode(show if kind == chosen else {**show, 'kind': kind})}",
        }
        for kind, number in counts.items()
        if KINDS.get(kind)
    ]
    return chips if len(chips) > 1 or chosen else []


def _read_at(request: AuthenticatedRequest) -> datetime | None:
    """When this person marked all as read, while that can be taken back."""
    at = parse_datetime(request.session.get(READ_AT, ""))
    return at if at and at > timezone.now() - timedelta(minutes=UNDO_MINUTES) else None


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
