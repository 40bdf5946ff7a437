"""A plan is begun, written as a table, and drafted anew to be adjusted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from funds.budgets import selectors, services
from funds.budgets.forms import AdjustForm, PlanForm, YearForm
from funds.budgets.states import WRITERS
from funds.budgets.views.pages import say_differences
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """The plan of a year, begun with what was done the year before."""
    form = YearForm(request.POST or None)
    done = attempt(form, lambda: _draft(request, form.cleaned_data["year"]))
    if done.made is None:
        context = {"form": form, "union": request.user.union}
        return render(request, "budgets/new.html", context, status=done.status)
    messages.success(request, _("已起草，表里先填了上年的实际数，请改成今年的计划。"))
    return redirect("budgets:edit", pk=done.made.pk)


def _draft(request: AuthenticatedRequest, year: int) -> Any:
    rows = selectors.suggest_rows(request.user.union, year)
    return services.draft(year=year, by=request.user, rows=rows)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The table of a draft; what was handed in is read on its own page."""
    row = _own(request, pk)
    if request.method == "GET" and not row.is_writable:
        return redirect("budgets:budget", pk=pk)
    rows, edition = selectors.get_rows(row), selectors.get_edition(row)
    begins = {"strictness": row.strictness, "summary": row.summary}
    form = PlanForm(request.POST or None, rows=rows, initial=begins)
    done = attempt(
        form, lambda: services.save(budget_id=pk, rows=form.planned(), by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        is_late = form.is_bound and form.table.is_valid() and form["seen"].value() not in (None, "", edition)
        theirs = [one.planned() for one in rows]
        context = {
            "budget": row, "form": form, "kinds": selectors.offered_kinds(row.union), "edition": edition,
            "differences": say_differences(form.planned(), theirs) if is_late else [],
        }  # fmt: skip
        return render(request, "budgets/form.html", context, status=done.status)
    messages.success(request, _("已保存。核对无误后点“提交复核”。"))
    return redirect("budgets:budget", pk=pk)


@require_POST
@require_role(*WRITERS)
def adjust(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """调整: the next version as a draft; the one in force counts until that is approved."""
    _own(request, pk)
    form = AdjustForm(request.POST)
    done = attempt(form, lambda: services.adjust(budget_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("budgets:budget", pk=pk)
    messages.success(request, _("已起草调整后的计划，批准以前仍按原计划执行。"))
    return redirect("budgets:edit", pk=done.made.pk)


def _own(request: AuthenticatedRequest, pk: int) -> Any:
    """A plan of the person's own union."""
    rows = selectors.list_budgets(user=request.user).filter(union=request.user.union_id)
    return get_object_or_404(rows, pk=pk)
