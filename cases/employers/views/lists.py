"""用人单位: the list, those in difficulty, the workbook of it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

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
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to, make_chips, make_tabs
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
    context = {
        "tabs": make_tabs(PAGES, "employers:employers"),
        **_rows(request.user).page(found.chosen, request.GET, make=partial(make_lines, user=request.user)),
        "filter": found,
        "is_narrowed": bool(found.values),
        "saved_chips": [
            {"label": row.name, "url": f"?{row.query}", "current": row.query == urlencode(found.values)}
            for row in list_filters(request.user, EMPLOYERS)
        ],
        "save_url": f"{reverse('employers:filter_save')}?{urlencode(found.values)}",
        "chips": make_chips(found.values, "show", CHIPS),
        "may_write": request.user.has_role(*WRITERS),
    }  # fmt: skip
    return render(request, "employers/employers.html", context)


EXPORT = ListExport("employers", gettext_lazy("用人单位台账"), EMPLOYER_COLUMNS, "employers:employers")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; it can be filled in further and imported again."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found, make=partial(make_lines, user=request.user))


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
