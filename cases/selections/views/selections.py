"""帮扶对象名单: the lists, one list, its steps, what is said of its households, workbook, paper."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.selections import reports, selectors, services
from cases.selections.columns import ROW_COLUMNS, SELECTION_COLUMNS
from cases.selections.filters import RowFilter
from cases.selections.forms import RowsForm, SelectionForm, StepForm
from cases.selections.models import Selection, SelectionRow
from cases.selections.states import MAKERS, READERS, RowState
from cases.surveys.models import Survey
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Level, Role
from hardship.accounts.views.exports import ListExport, narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, paper, workbook
from hardship.kernel.columns import choose, without
from hardship.kernel.keys import read_keys
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused

DECIDERS = (Role.REVIEWER, Role.APPROVER)
PAPER_ROWS = 600
MOST_TICKED = 500


@require_GET
@require_role(*READERS)
def selection_list(request: AuthenticatedRequest) -> HttpResponse:
    rows: Rows[Selection] = Rows(
        SELECTION_COLUMNS, url=lambda row: reverse("selections:selection", args=[row.uid])
    )
    context = {
        **rows.page(selectors.list_selections(request.user), request.GET),
        "may_make": request.user.has_role(*MAKERS),
    }
    return render(request, "selections/selections.html", context)


EXPORT = ListExport(
    "selections", gettext_lazy("帮扶对象名单台账"), SELECTION_COLUMNS, "selections:selections"
)


@require_POST
@require_role(*READERS)
def list_export(request: AuthenticatedRequest) -> HttpResponse:
    """The lists with their figures; the download is on record."""
    return EXPORT.answer(request, selectors.list_selections(request.user))


@require_http_methods(["GET", "POST"])
@require_role(*MAKERS)
def selection_new(request: AuthenticatedRequest) -> HttpResponse:
    surveys = Survey.objects.visible_to(request.user).filter(opened_at__isnull=False).order_by("-year", "-pk")
    form = SelectionForm(request.POST or None, surveys=surveys)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_selection(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已建立名单，请列入家庭。"))
            return redirect("selections:candidates", uid=made.uid)
    return render(request, "selections/selection_form.html", {"form": form}, status=status)


@require_GET
@require_role(*READERS)
def selection(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, get_selection(request, uid))


@require_POST
@require_role(*MAKERS, Role.APPROVER)
def selection_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = get_selection(request, uid)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        done = services.take_step(selection_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, get_selection(request, uid), form, status=409)
    messages.success(request, _("已办理：%(state)s。") % {"state": done.get_state_display()})
    return redirect("selections:selection", uid=uid)


@require_POST
@require_role(*DECIDERS)
def rows_decide(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """What the approving union says of the ticked households, or of all that are open."""
    row = get_selection(request, uid)
    form, keys = RowsForm(request.POST), read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    if not keys and not form.cleaned_data["all"]:
        form.add_error(None, _("请先勾选家庭。"))
        return _page(request, row, form, status=422)
    action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
    try:
        count = services.decide_rows(
            selection_id=row.pk, action=action, by=request.user, reason=reason,
            keys=None if form.cleaned_data["all"] else keys,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, get_selection(request, uid), form, status=409)
    messages.success(request, _("已审定 %(n)s 户。") % {"n": count})
    return redirect("selections:selection", uid=uid)


@require_POST
@require_role(*MAKERS)
def rows_remove(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Take the ticked households off."""
    row, keys = get_selection(request, uid), read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
    try:
        count = services.remove_rows(selection_id=row.pk, keys=keys, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已移出 %(n)s 户。") % {"n": count})
    return redirect("selections:selection", uid=uid)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    row = get_selection(request, uid)
    found = _filter(request, row)
    rows = list(found.chosen[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        return narrow_first(
            request, f"{reverse('selections:selection', args=[uid])}?{request.GET.urlencode()}"
        )
    told = [words for _name, words in found.described()]
    content = reports.selection_workbook(row, rows, conditions=told, by=request.user)
    audit.record_export(
        "selection", by=request.user, content=content, rows=len(rows), filters=found.values, target=row
    )
    return workbook(content, _("帮扶对象名单_%(year)s.xlsx") % {"year": row.year})


@require_GET
@require_role(*READERS)
def selection_pdf(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The list with lines for signatures; a long one is printed by union."""
    row = get_selection(request, uid)
    rows = list(_filter(request, row).chosen[: PAPER_ROWS + 1])
    if len(rows) > PAPER_ROWS:
        messages.error(request, _("超过 600 户，请先按工会筛选再打印，或导出 Excel。"))
        return redirect("selections:selection", uid=uid)
    content = reports.selection_paper(row, rows)
    audit.record_export(
        "selection_paper", by=request.user, content=content, rows=len(rows), masked=False, target=row
    )
    return paper(content, _("帮扶对象名单_%(year)s.pdf") % {"year": row.year})


def get_selection(request: AuthenticatedRequest, uid: uuid.UUID) -> Selection:
    """A list of the person's scope; else 404."""
    rows = Selection.objects.visible_to(request.user).select_related(
        "union", "survey", "created_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(rows, uid=uid)


def _filter(request: AuthenticatedRequest, row: Selection) -> RowFilter:
    return RowFilter(request.GET, queryset=selectors.list_rows(row), user=request.user)


def _page(
    request: AuthenticatedRequest,
    row: Selection,
    refused: StepForm | RowsForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    found, user = _filter(request, row), request.user
    may_decide, may_change = not services.decide_blocker(row, user), services.may_change(row, user)
    context = {
        "selection": row,
        **_rows(row, may_tick=may_decide or may_change).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": _chips(row, found),
        "query": urlencode(found.values),
        "buttons": services.list_buttons(row, user),
        "may_decide": may_decide,
        "held_up": services.held_up(row) if may_decide else "",
        "may_change": may_change,
        "rows_form": refused if isinstance(refused, RowsForm) else RowsForm(),
        "refused": refused,
        "steps": selectors.list_steps(row),
    }
    return render(request, "selections/selection.html", context, status=status)


def _chips(row: Selection, found: RowFilter) -> list[dict[str, Any]]:
    counts, kept = selectors.count_states(row), {k: v for k, v in found.values.items() if k != "state"}
    choices = [("", _("全部"), sum(counts.values()))]
    choices += [(state.value, str(state.label), counts[state]) for state in RowState]
    return [
        {"label": label, "url": f"?{urlencode({**kept, **({'state': value} if value else {})})}",
         "count": count, "current": found.values.get("state", "") == value}
        for value, label, count in choices
    ]  # fmt: skip


def _rows(row: Selection, *, may_tick: bool) -> Rows[SelectionRow]:
    shown = choose(ROW_COLUMNS, ())
    return Rows(
        without(shown, "union") if row.union.level == Level.GRASSROOTS else shown,
        url=lambda one: reverse("archives:case", args=[one.household_id]),
        tick=(lambda one: Tick(one.pk, one.household)) if may_tick else None,
    )
