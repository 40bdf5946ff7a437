"""使用计划: the list with who is missing, one version with its rows and steps, on paper and as a workbook."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.budgets import reports, selectors, services
from funds.budgets.columns import BUDGETS, ROWS, SUMS
from funds.budgets.filters import BudgetFilter
from funds.budgets.forms import AdjustForm, StepForm
from funds.budgets.states import MONTH_OF_NEXT_PLAN, READERS, TRANSITIONS, State
from funds.budgets.views.pages import tabs, writes
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("budgets", gettext_lazy("使用计划"), BUDGETS, "budgets:list")
SHEET = ListExport("budget_rows", gettext_lazy("使用计划明细"), ROWS, "budgets:list", totals=[*SUMS, "yuan"])
STEPS = (
    ("made", gettext_lazy("起草")),
    ("submitted", gettext_lazy("编制")),
    ("checked", gettext_lazy("复核")),
    ("approved", gettext_lazy("批准")),
    ("closed", gettext_lazy("结束")),
)
MOST_NAMES = 12
HANDS = (
    *(f"{name}_by" for name, _label in STEPS),
    *(f"{name}_for" for name, _label in STEPS[:-1]),
    "approved_at_union",
)


@require_GET
@require_role(*READERS)
def budgets(request: AuthenticatedRequest) -> HttpResponse:
    """The plans of the scope as they are narrowed, and the unions whose plan is missing."""
    found = _filter(request)
    context = {
        **Rows[Any](choose(BUDGETS, ()), url=link_to("budgets:budget")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *State.choices]),
        "tabs": tabs(request, "list"),
        "missing": _missing(request),
        "may_write": writes(request, request.user.union_id),
    }
    return render(request, "budgets/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> BudgetFilter:
    rows = selectors.list_budgets(user=request.user)
    return BudgetFilter(request.GET, queryset=rows, user=request.user)


def _missing(request: AuthenticatedRequest) -> list[tuple[int, int, str]]:
    """The years of which plans are due, each with how many unions have none, and the first of their names."""
    today = timezone.localdate()
    years = (today.year + 1, today.year) if today.month >= MONTH_OF_NEXT_PLAN else (today.year,)
    found = [(year, list(selectors.list_missing(user=request.user, year=year))) for year in years]
    return [(year, len(unions), _names(unions)) for year, unions in found if unions]


def _names(unions: Sequence[Union]) -> str:
    """The first names of a list."""
    told = "、".join(union.name for union in unions[:MOST_NAMES])
    return _("%(names)s 等") % {"names": told} if len(unions) > MOST_NAMES else told


@require_GET
@require_role(*READERS)
def budget(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """提交、复核、退回、批准、作废、结束."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(form, lambda: services.take_step(budget_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made.title}：{done.made.get_state_display()}")
    return redirect("budgets:budget", pk=pk)


@require_GET
@require_role(*READERS)
def plan_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """使用计划表 with places for signatures; the print is on record."""
    row = _get(request, pk)
    rows = selectors.get_rows(row)
    content = reports.plan_pdf(row, rows)
    audit.record_export("budget_paper", by=request.user, content=content, rows=len(rows), target=row)
    return paper(content, f"{row}.pdf")


@require_POST
@require_role(*READERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The rows as a workbook with the headings that are imported; the download is on record."""
    row = _get(request, pk)
    rows = row.rows.select_related("use").order_by("position")
    return SHEET.answer(request, rows, conditions=[str(row)], filters={"budget": row.pk})


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = selectors.list_budgets(user=request.user).select_related("union", *HANDS)
    return get_object_or_404(rows, pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.step_blocker
    buttons = workflow.buttons(TRANSITIONS, row, by=request.user, blocker=blocker)
    rows, is_own = selectors.get_rows(row), writes(request, row.union_id)
    others = (
        selectors.list_budgets(user=request.user).filter(union=row.union_id, year=row.year).exclude(pk=row.pk)
    )
    context = {
        "budget": row,
        **Rows[Any](choose(ROWS, ())).context(rows, reports.add_up(rows)),
        "form": form,
        "buttons": [button for button in buttons if button.action != "approve"],
        "may_approve": any(button.action == "approve" for button in buttons),
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "needs_union_above": services.needs_union_above(row) and row.is_open,
        "hands": [(label, row.hand(name)) for name, label in STEPS if row.hand(name)],
        "others": others,
        "may_edit": is_own and row.is_writable,
        "adjusting": AdjustForm()
        if is_own and row.is_in_force and not any(one.is_open for one in others)
        else None,
    }
    return render(request, "budgets/budget.html", context, status=status)


DECISIONS = [row for row in TRANSITIONS if row.is_decision]
