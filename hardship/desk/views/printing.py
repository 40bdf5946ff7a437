"""报表与花名册: all that can be printed or written out on one page."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role
from hardship.desk.columns import PRINTED_COLUMNS
from hardship.desk.forms import PrintingForm
from hardship.desk.selectors.printing import Printed, label_of, list_printed
from hardship.kernel.rows import Rows

ROWS = Rows[Printed](PRINTED_COLUMNS, url=lambda row: row.url)


@require_GET
def printing(request: AuthenticatedRequest) -> HttpResponse:
    """What the person can print, narrowed by what it is for and how it comes; wrong values narrow nothing."""
    form = PrintingForm(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in form.fields}
    rows = list_printed(user=request.user, **chosen)
    context = {
        "form": form,
        "total": len(rows),
        "parts": [
            (label_of(group), ROWS.context(part)) for group, part in groupby(rows, attrgetter("group"))
        ],
        "may_read_log": request.user.has_role(Role.AUDITOR, Role.ADMINISTRATOR),
    }
    return render(request, "desk/printing.html", context)
