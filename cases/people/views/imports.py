"""A workbook of people: the empty one, and what became of a filled one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.people import reports, services
from cases.people.resources import PersonResource, read_people
from cases.people.states import WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.forms import WorkbookForm
from hardship.accounts.models import User
from hardship.kernel.answers import workbook
from hardship.kernel.workflow import Refused

PROBLEMS_SHOWN = 200


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, or with a row where no column is named."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of the rows: none is written while there is a problem."""

    new: int
    changed: int
    same: int
    problems: list[Problem]


@require_GET
@require_role(*WRITERS)
def person_template(request: AuthenticatedRequest) -> HttpResponse:
    return workbook(reports.person_template(), _("未建档人员导入模板.xlsx"))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def person_import(request: AuthenticatedRequest) -> HttpResponse:
    """One workbook: every wrong cell with its line, or what was written."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "title": _("导入未建档人员"),
        "back": _("未建档人员"),
        "hint": _("导出的名册改好以后也可以直接导入；身份证号相同的是同一个人。"),
        "list_url": reverse("people:people"),
        "template_url": reverse("people:person_template"),
    }
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _import(form.cleaned_data["file"].read(), request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {"outcome": outcome, "problems": outcome.problems[:PROBLEMS_SHOWN]}
            status = 422 if outcome.problems else 200
    return render(request, "accounts/workbook_import.html", context, status=status)


def _import(content: bytes, by: User) -> Outcome:
    """Raises Refused for a workbook that cannot be read, and for whoever asks too often."""
    try:
        services.require_may_ask(by)
    except Refused as refusal:
        raise services.PersonRefused(str(refusal), "file") from refusal
    dataset, resource = read_people(content), PersonResource(by=by)
    result = resource.import_data(dataset, rollback_on_validation_errors=True, raise_errors=False)
    if resource.elsewhere:
        services.note_lookup(by=by, found=resource.elsewhere)
    for row in result.error_rows:
        raise row.errors[0].error
    problems = [
        Problem(dataset["#"][row.number - 1], column, message)
        for row in result.invalid_rows
        for column, told in row.error.message_dict.items()
        for message in told
    ]
    totals = result.totals
    return Outcome(totals["new"], totals["update"], totals["skip"], problems)
