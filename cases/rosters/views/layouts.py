"""Layouts of the exported roster: one's own, and those that the union shares."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.states import CASE_ROLES
from cases.lists.columns import COLUMNS
from cases.rosters.forms.layouts import LayoutForm
from cases.rosters.models import RosterLayout
from cases.rosters.services.layouts import remove_layout, save_layout
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.workflow import Refused

LABELS = {column.key: column.label for column in COLUMNS}


@require_GET
@require_role(*CASE_ROLES)
def layout_list(request: AuthenticatedRequest) -> HttpResponse:
    found = RosterLayout.objects.visible_to(request.user).select_related("created_by").order_by("name", "pk")
    rows = [
        {
            "layout": one,
            "is_own": one.created_by_id == request.user.pk,
            "labels": [LABELS[key] for key in one.columns if key in LABELS],
        }
        for one in found
    ]
    return render(request, "rosters/layout_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def layout_form(request: AuthenticatedRequest, uid: UUID | None = None) -> HttpResponse:
    own = RosterLayout.objects.visible_to(request.user).filter(created_by=request.user)
    layout = get_object_or_404(own, uid=uid) if uid else None
    posted = request.POST if request.method == "POST" else None
    form = LayoutForm(posted, initial=_initial(layout), columns=COLUMNS)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        kept = {key: form.cleaned_data[key] for key in ("name", "masked", "is_shared")}
        try:
            save_layout(by=request.user, uid=uid, columns=form.ordered(), **kept)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("版式已保存，导出时可以选用。"))
            return redirect("rosters:layout_list")
    return render(request, "rosters/layout_form.html", {"form": form, "layout": layout}, status=status)


@require_POST
@require_role(*CASE_ROLES)
def layout_remove(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    own = RosterLayout.objects.visible_to(request.user).filter(created_by=request.user)
    layout = get_object_or_404(own, uid=uid)
    remove_layout(uid=layout.uid, by=request.user)
    return redirect("rosters:layout_list")


def _initial(layout: RosterLayout | None) -> dict[str, Any]:
    if layout is None:
        return {"columns": [column.key for column in COLUMNS if column.default]}
    order = "、".join(str(LABELS[key]) for key in layout.columns if key in LABELS)
    names = ("name", "columns", "masked", "is_shared")
    return {name: getattr(layout, name) for name in names} | {"first": order}
