"""按名单查询: what is on record of the people of an auditor's list. The list itself is kept nowhere."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.desk import reports, services
from hardship.desk.columns import PEOPLE_COLUMNS
from hardship.desk.forms import PeopleListForm
from hardship.desk.rules import as_lines
from hardship.desk.selectors.people_check import CheckedPerson, check_people, count_findings
from hardship.kernel.answers import workbook
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING

SHOWN = 200


@require_http_methods(["GET", "POST"])
@require_role(Role.AUDITOR, Role.ADMINISTRATOR)
def people(request: AuthenticatedRequest) -> HttpResponse:
    """The form; with a list, the answer below it or as a workbook. Either is one event on record."""
    form = PeopleListForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "desk/people.html", {"form": form}, status=422 if form.is_bound else 200)
    entries, purpose = form.cleaned_data["entries"], form.cleaned_data["purpose"]
    rows = check_people(entries, user=request.user)
    if "export" in request.POST:
        return _workbook(request, rows, purpose)
    services.record_people_check(rows=rows, purpose=purpose, by=request.user)
    again = PeopleListForm(initial={"purpose": purpose, "people": as_lines(entries)})
    return render(
        request,
        "desk/people.html",
        {
            "form": again,
            "counts": count_findings(rows),
            "total": len(rows),
            "shown": SHOWN if len(rows) > SHOWN else 0,
            **_rows(may_open=request.user.has_role(Role.AUDITOR)).context(rows[:SHOWN]),
        },
    )


def _workbook(request: AuthenticatedRequest, rows: list[CheckedPerson], purpose: str) -> HttpResponse:
    content = reports.people_workbook(rows, user=request.user, purpose=purpose)
    services.record_people_export(rows=rows, purpose=purpose, content=content, by=request.user)
    name = _("名单查询_%(union)s_%(day)s_%(rows)s人.xlsx") % {
        "union": request.user.union.short_name,
        "day": timezone.localdate().isoformat(),
        "rows": len(rows),
    }
    return workbook(content, name)


def _rows(*, may_open: bool) -> Rows[CheckedPerson]:
    """How a person reads: the number of the file leads there, for those who may see files."""

    def file(row: CheckedPerson) -> object:
        if not row.household or not may_open:
            return row.file_no or NOTHING
        url = reverse("desk:case", args=[row.household])
        return format_html('<a href="{}">{}</a>', url, row.file_no or _("草稿"))

    return Rows(PEOPLE_COLUMNS, drawn={"file_no": file})
