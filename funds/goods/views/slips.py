"""One slip: what it moves, who made and checked it, what somebody may do with it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funds.goods import selectors, services
from funds.goods.columns import LINE_COLUMNS
from funds.goods.forms import ReverseForm
from funds.goods.models import Slip
from funds.goods.services.sources import find_source
from funds.goods.states import KEEPERS, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

MOST_COMMENT = 500


@require_role(*READERS)
@require_GET
def slip(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_role(*READERS)
@require_POST
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """复核、签收、不通过、退回、撤回."""
    found = _get(request, uid)
    try:
        done = services.take_step(
            slip_id=found.pk, action=request.POST.get("action", ""), by=request.user,
            comment=request.POST.get("comment", "")[:MOST_COMMENT],
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, found, refused=str(refusal), status=refusal.status)
    messages.success(request, f"{done}：{done.get_state_display()}")
    return redirect("goods:slip", uid=uid)


@require_role(*KEEPERS)
@require_POST
def reverse(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    found = _get(request, uid)
    form = ReverseForm(request.POST)
    done = attempt(form, lambda: services.reverse(slip_id=found.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, found, form, status=done.status)
    messages.success(request, _("%(slip)s 已保存，等另一位复核。") % {"slip": done.made})
    return redirect("goods:slip", uid=done.made.uid)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Any:
    rows = selectors.list_slips(user=request.user)
    related = ("store__union", "to_store__union", "reverses", "returns", "made_for", "checked_for")
    return get_object_or_404(rows.select_related(*related), uid=uid)


def _page(
    request: AuthenticatedRequest,
    found: Any,
    form: ReverseForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    columns = LINE_COLUMNS if found.is_count else without(LINE_COLUMNS, "book", "found")
    lines = Rows[Any](columns, url=link_to("goods:item", "lot.item_id"))
    is_own = request.user.has_role(*KEEPERS) and request.user.union_id == found.store.union_id
    reversal = Slip.objects.visible_to(request.user).filter(reverses=found.pk).order_by("-pk").first()
    may_reverse = (
        is_own and found.is_reversible and found.is_posted and (reversal is None or reversal.is_undone)
    )
    source = find_source(found)
    context = {
        "slip": found,
        "source": source[0] if source else None,
        "source_url": source[0].page(source[1]) if source else "",
        "buttons": services.list_buttons(found, request.user),
        "reversal": reversal,
        **lines.context(selectors.list_lines(found), {"amount": found.amount}),
        "form": form or (ReverseForm() if may_reverse else None),
        "refused": refused,
    }
    return render(request, "goods/slip.html", context, status=status)
