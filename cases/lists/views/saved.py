"""常用筛选: what a person keeps of the list of files, and what their union shares."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.lists import services
from cases.lists.forms import SavedFilterForm
from cases.lists.models import SavedFilter
from cases.lists.selectors import saved
from cases.lists.selectors.extensions import OTHER_LISTS
from cases.lists.states import FILES
from cases.lists.views.listing import Listing
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.workflow import Refused

ACTIONS: dict[str, Callable[[int, Any], SavedFilter]] = {
    "up": lambda pk, by: services.move_filter(pk=pk, up=True, by=by),
    "down": lambda pk, by: services.move_filter(pk=pk, up=False, by=by),
    "default": lambda pk, by: services.set_default(pk=pk, on=True, by=by),
    "plain": lambda pk, by: services.set_default(pk=pk, on=False, by=by),
    "remove": lambda pk, by: services.remove_filter(pk=pk, by=by),
    "restore": lambda pk, by: services.restore_filter(pk=pk, by=by),
}


@require_GET
def saved_filters(request: AuthenticatedRequest) -> HttpResponse:
    """The person's own to change, the union's to use, the removed ones to bring back."""
    return _page(request)


@require_POST
def save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the conditions of the list under a name."""
    query = Listing(request.user, request.session, request.GET).query(q=None)
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, query, status=422)
    try:
        row = services.save_filter(query=query, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, query, status=409)
    messages.success(request, _("已保存常用筛选“%(name)s”。") % {"name": row.name})
    return redirect(f"{reverse('lists:files')}?{row.query}")


@require_POST
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another name, shared or not."""
    _own_or_404(request, pk)
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, pk=pk, status=422)
    try:
        services.change_filter(pk=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _page(request, form, pk=pk, status=409)
    return redirect("lists:saved_filters")


@require_POST
def act(request: AuthenticatedRequest, pk: int, action: str) -> HttpResponse:
    """Up, down, the default, out, or back again."""
    _own_or_404(request, pk)
    if action not in ACTIONS:
        raise Http404
    try:
        row = ACTIONS[action](pk, request.user)
    except SavedFilter.DoesNotExist:
        messages.error(request, _("这个常用筛选刚被删除或恢复，请看现在的情况。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if action == "remove":
            messages.success(request, _("已删除“%(name)s”，可在页面下方恢复。") % {"name": row.name})
    return redirect("lists:saved_filters")


def _own_or_404(request: AuthenticatedRequest, pk: int) -> None:
    if not saved.own_filters(request.user).filter(pk=pk).exists():
        raise Http404


def _page(
    request: AuthenticatedRequest,
    form: SavedFilterForm | None = None,
    query: str = "",
    *,
    pk: int = 0,
    status: int = 200,
) -> HttpResponse:
    """`form` with what was typed: for a new one with its `query`, or for the one that `pk` names."""
    kept = saved.list_filters(request.user, None)
    rows = [_described(request, row, form if row.pk == pk else None) for row in kept]
    context = {
        "form": form,
        "new_form": form if query or not pk else None,
        "query": query,
        "own": [row for row in rows if row["is_own"]],
        "shared": [row for row in rows if not row["is_own"]],
        "removed": saved.list_removed(request.user),
    }
    return render(request, "lists/saved_filters.html", context, status=status)


def _described(
    request: AuthenticatedRequest, row: SavedFilter, form: SavedFilterForm | None
) -> dict[str, Any]:
    page, words = _shown(request, row)
    typed = form or SavedFilterForm(
        initial={"name": row.name, "is_shared": row.is_shared}, auto_id=f"id_{row.pk}_%s"
    )
    return {
        "row": row,
        "is_own": row.owner_id == request.user.pk,
        "url": f"{reverse(page)}?{row.query}",
        "words": "，".join(words) or _("没有筛选，只有排序或行数"),
        "form": typed,
        "may_be_default": row.shown_in == FILES,
    }


def _shown(request: AuthenticatedRequest, row: SavedFilter) -> tuple[str, list[str]]:
    """The page of the list that a filter is of, and what it narrows there."""
    query = QueryDict(row.query)
    if row.shown_in == FILES:
        listing = Listing(request.user, request.session, query)
        return "lists:files", [words for _name, words in listing.conditions()]
    other = OTHER_LISTS[row.shown_in]
    return other.page, [str(other.label), *other.describe(request.user, query.dict())]
