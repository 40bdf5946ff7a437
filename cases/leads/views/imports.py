"""The questionnaire for workers who are not on file: on paper, as an empty workbook, and what came back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.leads import reports
from cases.leads.resources import import_leads
from cases.leads.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.forms import WorkbookForm
from hardship.kernel.answers import paper, workbook
from hardship.kernel.workflow import Refused

PROBLEMS_SHOWN = 200


@require_GET
@require_role(*READERS)
def questionnaire(request: AuthenticatedRequest) -> HttpResponse:
    """One sheet to fill in by hand, with the union's name."""
    return paper(reports.questionnaire(request.user.union), _("困难情况摸底问卷.pdf"))


@require_GET
@require_role(*WRITERS)
def template(request: AuthenticatedRequest) -> HttpResponse:
    return workbook(reports.lead_template(), _("摸底问卷导入模板.xlsx"))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def lead_import(request: AuthenticatedRequest) -> HttpResponse:
    """One workbook: every wrong cell with its line, or what was written."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "title": _("导入摸底问卷"),
        "back": _("线索"),
        "hint": _("一人一行，每行成为一条线索；本工会正在办理的人跳过，不会重复。"),
        "list_url": reverse("leads:leads"),
        "template_url": reverse("leads:template"),
    }
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            outcome = import_leads(form.cleaned_data["file"].read(), by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {"outcome": outcome, "problems": outcome.problems[:PROBLEMS_SHOWN]}
            status = 422 if outcome.problems else 200
    return render(request, "accounts/workbook_import.html", context, status=status)
