"""Living standards, minimum wages, regional incomes: found by region, entered by administrators."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.policies import selectors, services
from cases.policies.columns import GIFT_CAP_COLUMNS, INCOME_COLUMNS, STANDARD_COLUMNS, WAGE_COLUMNS
from cases.policies.forms import GiftCapForm, IncomeForm, StandardForm, WageForm
from cases.policies.views.tabs import may_keep_standards, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import Column
from hardship.kernel.documents import normalise
from hardship.kernel.rows import Rows, draw_period
from hardship.kernel.workflow import Refused


@require_GET
def standards(request: AuthenticatedRequest) -> HttpResponse:
    """The living standards, found by region or code."""
    return _list_page(request, "standards", selectors.search_standards, STANDARD_COLUMNS)


@require_GET
def wages(request: AuthenticatedRequest) -> HttpResponse:
    """The minimum wages, found by region or code."""
    return _list_page(request, "wages", selectors.search_wages, WAGE_COLUMNS)


@require_GET
def gift_caps(request: AuthenticatedRequest) -> HttpResponse:
    """The caps of gifts, found by region or code."""
    return _list_page(request, "gift_caps", selectors.search_gift_caps, GIFT_CAP_COLUMNS)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def gift_cap_new(request: AuthenticatedRequest) -> HttpResponse:
    form = GiftCapForm(request.POST or None)
    done = attempt(form, lambda: services.add_gift_cap(by=request.user, **form.cleaned_data))
    if done.made is None:
        return render(request, "policies/gift_cap_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已录入%(region)s的慰问限额。") % {"region": done.made.region})
    return redirect("policies:gift_caps")


@require_GET
def incomes(request: AuthenticatedRequest) -> HttpResponse:
    """The incomes per head, found by region or code."""
    return _list_page(request, "incomes", selectors.search_incomes, INCOME_COLUMNS)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def income_new(request: AuthenticatedRequest) -> HttpResponse:
    form = IncomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_regional_income(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {"region": row.region, "year": row.year, "yearly": f"{row.yearly:,.2f}"}
            messages.success(request, _("已录入%(region)s %(year)s 年人均可支配收入 %(yearly)s 元。") % said)
            return redirect("policies:incomes")
    status = 422 if form.is_bound else 200
    return render(request, "policies/income_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def standard_new(request: AuthenticatedRequest) -> HttpResponse:
    return _new(request, StandardForm(request.POST or None), "standard", services.add_standard)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def wage_new(request: AuthenticatedRequest) -> HttpResponse:
    return _new(request, WageForm(request.POST or None), "wage", services.add_minimum_wage)


def _list_page(
    request: AuthenticatedRequest,
    tab: str,
    search: Callable[..., QuerySet[Any]],
    columns: Sequence[Column],
) -> HttpResponse:
    text, today = normalise(request.GET.get("q", "")[:20]), timezone.localdate()
    rows = Rows[Any](columns, drawn={"effective": lambda row: draw_period(row.effective, today)})
    context = {
        **rows.page(search(text, own=request.user.union.region_code), request.GET),
        "q": text,
        "tabs": tabs(tab),
        "may_edit": may_keep_standards(request),
    }
    return render(request, f"policies/{tab}.html", context)


def _new(request: AuthenticatedRequest, form: Form, kind: str, add: Callable[..., Any]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = add(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {
                "region": row.region,
                "monthly": f"{row.monthly:,.2f}",
                "day": row.effective_from.isoformat(),
            }
            messages.success(request, _("已录入%(region)s的标准 %(monthly)s 元，自 %(day)s 起执行。") % said)
            return redirect(f"policies:{kind}s")
    status = 422 if form.is_bound else 200
    return render(request, f"policies/{kind}_form.html", {"form": form}, status=status)
