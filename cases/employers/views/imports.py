"""Workbooks of employers and of yearly figures: the empty one, and what became of a filled one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.employers import reports
from cases.employers.resources import Outcome, import_employers, import_union_years
from cases.employers.states import WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.forms import WorkbookForm
from hardship.kernel.answers import workbook
from hardship.kernel.workflow import Refused

PROBLEMS_SHOWN = 200


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def employer_import(request: AuthenticatedRequest) -> HttpResponse:
    return _import(request, import_employers, _("导入用人单位"), "employers", "employer_template")


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def years_import(request: AuthenticatedRequest) -> HttpResponse:
    return _import(request, import_union_years, _("导入工会年度基数"), "years", "years_template")


@require_GET
@require_role(*WRITERS)
def employer_template(request: AuthenticatedRequest) -> HttpResponse:
    return workbook(reports.employer_template(), _("用人单位导入模板.xlsx"))


@require_GET
@require_role(*WRITERS)
def years_template(request: AuthenticatedRequest) -> HttpResponse:
    return workbook(reports.union_year_template(), _("工会年度基数导入模板.xlsx"))


def _import(
    request: AuthenticatedRequest, read: Callable[..., Outcome], title: str, back: str, template: str
) -> HttpResponse:
    """One workbook: every wrong cell with its line, or what was written."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "back": _("用人单位"),
        "hint": _("导出的台账改好以后也可以直接导入。"),
        "list_url": reverse(f"employers:{back}"),
        "template_url": reverse(f"employers:{template}"),
    }
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            outcome = read(form.cleaned_data["file"].read(), by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {"outcome": outcome, "problems": outcome.problems[:PROBLEMS_SHOWN]}
            status = 422 if outcome.problems else 200
    return render(request, "accounts/workbook_import.html", context, status=status)
