"""The pages of changes of unions: what was planned and done, a new one, one of them, a union's history."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused
from hardship.trees import selectors, services
from hardship.trees.columns import CHANGE_COLUMNS, PART_COLUMNS
from hardship.trees.filters import ChangeFilter
from hardship.trees.forms import ChangeForm, kind_of
from hardship.trees.models import UnionChange
from hardship.trees.states import READERS, Kind

EXPORT = ListExport("union_changes", gettext_lazy("工会变更"), CHANGE_COLUMNS, "trees:changes")


@require_role(*READERS)
@require_GET
def changes(request: AuthenticatedRequest) -> HttpResponse:
    found = _found(request)
    context = {"filter": found, **_rows().page(found.chosen, request.GET)}
    return render(request, "trees/changes.html", context)


@require_role(*READERS)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows as a workbook; the download is on record."""
    found = _found(request)
    return EXPORT.answer(request, found.chosen, found)


@require_role(*READERS)
@require_GET
def history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What a union was called, under whom it hung, what it took over and what became of it."""
    union = get_object_or_404(Union.objects.visible_to(request.user).select_related("parent"), pk=pk)
    context = {
        "union": union,
        "names": union.names.order_by("from_on"),
        "changes": selectors.list_of_union(union),
        "open_change": selectors.get_open(union),
        "kinds": Kind.choices,
        "may_plan": request.user.has_role(Role.ADMINISTRATOR) and union.closed_on is None,
    }
    return render(request, "trees/history.html", context)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def new(request: AuthenticatedRequest, pk: int, name: str) -> HttpResponse:
    """Plan a change of one kind; it is shown with what would go along before somebody else confirms it."""
    union = get_object_or_404(Union.objects.visible_to(request.user).open(), pk=pk)
    kind = kind_of(name)
    if kind is None:
        raise Http404
    form = ChangeForm(request.POST or None, union=union, kind=kind, by=request.user)
    made = attempt(form, lambda: services.plan(union_id=union.pk, asked=form.plan, by=request.user))
    if made.made is not None:
        messages.success(request, _("变更已提出，等上级工会的另一位确认。"))
        return redirect("trees:change", uid=made.made.uid)
    context = {"form": form, "union": union, "kind": kind}
    return render(request, "trees/new.html", context, status=made.status)


@require_role(*READERS)
@require_GET
def change(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    return _page(request, _one(request, uid))


@require_role(*READERS)
@require_POST
def step(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    row = _one(request, uid)
    try:
        services.take_step(
            change_id=row.pk, action=request.POST.get("action", ""), by=request.user,
            comment=request.POST.get("comment", "")[:500],
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, row, refused=str(refusal), status=refusal.status)
    messages.success(request, f"{row.union.name}：{_one(request, uid).get_state_display()}")
    return redirect("trees:change", uid=uid)


def _page(
    request: AuthenticatedRequest, row: UnionChange, *, refused: str = "", status: int = 200
) -> HttpResponse:
    parts = Rows[selectors.Part](PART_COLUMNS)
    context = {
        "row": row,
        "refused": refused,
        "buttons": services.list_buttons(row, request.user),
        "obstacles": selectors.list_obstacles(row) if row.is_open else [],
        **parts.context(selectors.list_parts(row)),
    }
    return render(request, "trees/change.html", context, status=status)


def _found(request: AuthenticatedRequest) -> ChangeFilter:
    rows = selectors.list_changes(user=request.user)
    return ChangeFilter(request.GET, queryset=rows, user=request.user)


def _rows() -> Rows[UnionChange]:
    return Rows(
        CHANGE_COLUMNS,
        url=link_to("trees:change", "uid"),
        drawn={"state": lambda row: badge(row.tone, row.get_state_display())},
    )


def _one(request: AuthenticatedRequest, uid: str) -> UnionChange:
    rows: QuerySet[UnionChange] = UnionChange.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "union__parent", "target", "made", "parent", "planned_by", "decided_by", "ended_by"
        ),
        uid=uid,
    )
