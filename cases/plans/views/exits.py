"""脱困安排: each household with what it is planned for; many at once, or one with its history."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.plans import services
from cases.plans.columns import EXIT_COLUMNS
from cases.plans.filters import SHOWN, ExitFilter
from cases.plans.forms import ExitForm
from cases.plans.selectors import years as selectors
from cases.plans.states import PLANNERS, ExitKind
from cases.plans.views.plans import READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Level
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import choose, without
from hardship.kernel.keys import read_keys
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused

MOST_TICKED = 500


@require_GET
@require_role(*READERS)
def exit_list(request: AuthenticatedRequest) -> HttpResponse:
    """The households in force; those without a plan first."""
    return _page(request)


EXPORT = ListExport("exits", gettext_lazy("脱困安排台账"), EXIT_COLUMNS, "plans:exits")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found, make=_say_kinds)


def _say_kinds(rows: list[Any]) -> list[Any]:
    for row in rows:
        row.exit_kind = _words(row)
    return rows


@require_POST
@require_role(*PLANNERS)
def plan_many(request: AuthenticatedRequest) -> HttpResponse:
    """Plan the ticked households, or all that the filters leave."""
    form, found = ExitForm(request.POST), _filter(request)
    rows = found.chosen
    if not request.POST.get("all"):
        keys = read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
        rows = rows.filter(pk__in=keys)
        if not keys:
            form.add_error(None, _("请先勾选家庭。"))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        count = services.plan_exits(households=rows, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=409)
    messages.success(request, _("已安排 %(n)s 户。") % {"n": count})
    return redirect(f"{reverse('plans:exits')}?{urlencode(found.values)}")


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def exit_plan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One household: what it is planned for, and was."""
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    may_plan = request.user.has_role(*PLANNERS) and household.is_in_force
    form = ExitForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        chosen = Household.objects.visible_to(request.user).filter(pk=pk)
        try:
            services.plan_exits(households=chosen, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            messages.success(request, _("已保存。"))
            return redirect("plans:exit_plan", pk=pk)
    context = {
        "household": household, "form": form, "exits": selectors.list_history(household),
        "may_plan": may_plan,
    }  # fmt: skip
    return render(request, "plans/exit_plan.html", context, status=status)


def _page(request: AuthenticatedRequest, form: ExitForm | None = None, status: int = 200) -> HttpResponse:
    found = _filter(request)
    may_plan = request.user.has_role(*PLANNERS)
    kept = {name: value for name, value in found.values.items() if name != "show"}
    context = {
        **_rows(request, may_plan=may_plan).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": [
            {"label": label, "url": f"?{urlencode({**kept, **({'show': value} if value else {})})}",
             "count": None, "current": found.values.get("show", "") == value}
            for value, label in [("", _("全部")), *SHOWN]
        ],
        "query": urlencode(found.values),
        "form": form or ExitForm(),
        "refused": form,
        "may_plan": may_plan,
    }  # fmt: skip
    return render(request, "plans/exits.html", context, status=status)


def _rows(request: AuthenticatedRequest, *, may_plan: bool) -> Rows[Any]:
    shown = choose(EXIT_COLUMNS, ())
    late_before = timezone.localdate().year

    def plan(row: Any) -> object:
        if row.exit_kind is None and row.state in selectors.HARD_UP:
            return badge("warning", _("未安排"))
        is_late = row.exit_year is not None and row.exit_year < late_before
        return badge("danger" if is_late else "info", _words(row))

    return Rows(
        without(shown, "union") if request.user.union.level == Level.GRASSROOTS else shown,
        url=lambda row: reverse("plans:exit_plan", args=[row.pk]),
        drawn={"kind": plan},
        tick=(lambda row: Tick(row.pk, row)) if may_plan else None,
    )


def _words(row: Any) -> str:
    if row.exit_year:
        return str(_("%(year)s 年脱困") % {"year": row.exit_year})
    is_open = row.exit_kind is None and row.state in selectors.HARD_UP
    return str(_("未安排")) if is_open else str(ExitKind.REGULAR.label)


def _filter(request: AuthenticatedRequest) -> ExitFilter:
    return ExitFilter(request.GET, queryset=selectors.list_exits(request.user), user=request.user)
