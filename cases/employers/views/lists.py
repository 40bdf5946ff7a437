"""用人单位: the list, those in difficulty, the workbook of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.employers import reports
from cases.employers.columns import EMPLOYER_COLUMNS
from cases.employers.filters import EmployerFilter
from cases.employers.selectors.employers import list_employers, make_lines
from cases.employers.states import EMPLOYERS, READERS, WRITERS
from cases.lists.forms import SavedFilterForm
from cases.lists.selectors.saved import list_filters
from cases.lists.services import save_filter
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Level
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

PAGES = (
    ("employers:employers", gettext_lazy("用人单位")),
    ("employers:names", gettext_lazy("名称归并")),
    ("employers:years", gettext_lazy("工会年度基数")),
)
CHIPS = (
    ("", gettext_lazy("全部")),
    ("difficult", gettext_lazy("困难企业")),
    ("normal", gettext_lazy("正常")),
)


@require_GET
@require_role(*READERS)
def employer_list(request: AuthenticatedRequest) -> HttpResponse:
    """The employers of the scope; a chip shows those in difficulty."""
    found = _filter(request)
    page = numbered(found.chosen, request.GET)
    context = {
        "tabs": make_tabs(PAGES, "employers:employers"),
        "page": page,
        **_rows(request.user).context(make_lines(page, request.user)),
        "filter": found,
        "is_narrowed": bool(found.values),
        "saved_chips": [
            {"label": row.name, "url": f"?{row.query}", "current": row.query == urlencode(found.values)}
            for row in list_filters(request.user, EMPLOYERS)
        ],
        "save_url": f"{reverse('employers:filter_save')}?{urlencode(found.values)}",
        "chips": make_chips(found.values, "show", CHIPS),
        "may_write": request.user.has_role(*WRITERS),
        "export_url": f"{reverse('employers:export')}?{urlencode(found.values)}",
    }  # fmt: skip
    return render(request, "employers/employers.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; the download is on record."""
    found = _filter(request)
    rows = list(found.chosen[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        messages.error(request, _("超过 20,000 个单位，请先按工会筛选再导出。"))
        return redirect(f"{reverse('employers:employers')}?{urlencode(found.values)}")
    told = [words for _name, words in found.described()]
    content = reports.employers_workbook(make_lines(rows, request.user), conditions=told, by=request.user)
    audit.record_export("employers", by=request.user, content=content, rows=len(rows), filters=found.values)
    return workbook(content, _("用人单位台账_%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}"})


@require_POST
@require_role(*READERS)
def filter_save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the conditions of the list under a name; the page of saved filters changes and removes them."""
    query = urlencode(_filter(request).values)
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写常用筛选的名称，最多 20 个字。"))
        return redirect(f"{reverse('employers:employers')}?{query}")
    try:
        row = save_filter(query=query, by=request.user, shown_in=EMPLOYERS, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('employers:employers')}?{query}")
    messages.success(request, _("已保存常用筛选“%(name)s”。") % {"name": row.name})
    return redirect(f"{reverse('employers:employers')}?{row.query}")


def _filter(request: AuthenticatedRequest) -> EmployerFilter:
    return EmployerFilter(request.GET, queryset=list_employers(request.user), user=request.user)


def _rows(user: User) -> Rows[Any]:
    shown = choose(EMPLOYER_COLUMNS, ())
    return Rows(
        without(shown, "union") if user.union.level == Level.GRASSROOTS else shown,
        url=link_to("employers:employer", "employer.uid"),
    )
