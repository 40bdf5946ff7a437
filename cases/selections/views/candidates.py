"""Who may be put on a list: chosen by filters, ticked, or all that were found."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.selections import selectors, services
from cases.selections.columns import CANDIDATE_COLUMNS
from cases.selections.filters import CandidateFilter
from cases.selections.models import Selection
from cases.selections.states import MAKERS, Origin
from cases.selections.views.selections import MOST_TICKED, get_selection
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Level
from hardship.kernel.columns import without
from hardship.kernel.keys import read_keys
from hardship.kernel.links import make_chips
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused


@require_GET
@require_role(*MAKERS)
def candidates(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The households in force that stand on no list of the year yet."""
    row = get_selection(request, uid)
    found = _filter(request, row)
    context = {
        "selection": row,
        **_rows(row).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "origin", [("", _("全部")), *Origin.choices]),
        "query": urlencode(found.values),
        "may_change": services.may_change(row, request.user),
    }  # fmt: skip
    return render(request, "selections/candidates.html", context)


@require_POST
@require_role(*MAKERS)
def add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Put the ticked households on the list, or all that the filters leave."""
    row = get_selection(request, uid)
    found = _filter(request, row)
    rows = found.chosen
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=read_keys(request.POST.getlist("pk"), most=MOST_TICKED))
    try:
        count = services.add_households(selection_id=row.pk, households=rows, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('selections:candidates', args=[uid])}?{urlencode(found.values)}")
    messages.success(request, _("已列入 %(n)s 户。") % {"n": count})
    return redirect("selections:selection", uid=uid)


def _filter(request: AuthenticatedRequest, row: Selection) -> CandidateFilter:
    rows = selectors.list_candidates(row, request.user)
    return CandidateFilter(request.GET, queryset=rows, user=request.user)


def _rows(row: Selection) -> Rows[Any]:
    columns = (
        without(CANDIDATE_COLUMNS, "union") if row.union.level == Level.GRASSROOTS else CANDIDATE_COLUMNS
    )
    return Rows(
        columns,
        url=lambda one: reverse("archives:case", args=[one.pk]),
        drawn={"origin": lambda one: Origin(one.origin).label},
        tick=lambda one: Tick(one.pk, one),
    )
