"""工会年度基数: the figures of one year over the scope, which are missing, one union's entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employers import services
from cases.employers.columns import UNION_YEAR_COLUMNS
from cases.employers.forms import UnionYearForm
from cases.employers.models import FIRST_YEAR, UnionYear
from cases.employers.selectors.years import (
    FIGURES,
    due_year,
    label_of,
    list_missing,
    list_union_years,
    sum_figures,
)
from cases.employers.states import READERS, WRITERS
from cases.employers.views.lists import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows

YEARS_OFFERED = 5
MISSING_SHOWN = 20


@require_GET
@require_role(*READERS)
def year_list(request: AuthenticatedRequest) -> HttpResponse:
    """One year: the figures of each union, their sums, and who has not entered any."""
    year = _year(request)
    rows = list_union_years(request.user, year)
    missing = list_missing(request.user, year)
    may_write = request.user.has_role(*WRITERS)
    context = {
        "tabs": make_tabs(PAGES, "employers:years"),
        "year": year,
        "chips": [
            {"label": _("%(year)s 年") % {"year": one}, "url": f"?year={one}", "count": None,
             "current": one == year}
            for one in range(timezone.localdate().year, timezone.localdate().year - YEARS_OFFERED, -1)
        ],
        **_rows(may_write=may_write).page(rows, request.GET),
        "totals": [(label_of(name), number)
                   for name, number in sum_figures(rows).items()],
        "missing": list(missing[:MISSING_SHOWN]),
        "missing_count": missing.count(),
        "may_write": may_write,
    }  # fmt: skip
    return render(request, "employers/years.html", context)


EXPORT = ListExport("union_years", gettext_lazy("工会年度基数"), UNION_YEAR_COLUMNS, "employers:years")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The figures of one year; the download is on record."""
    year = _year(request)
    rows = list_union_years(request.user, year)
    told = [_("%(year)s 年") % {"year": year}]
    return EXPORT.answer(request, rows, conditions=told, filters={"year": year})


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def year_edit(request: AuthenticatedRequest) -> HttpResponse:
    """Enter or correct the figures of one union and year; the address may name both."""
    chosen = request.POST.get("union") or request.GET.get("union", "")
    unions = list_own_unions(request.user, chosen)
    form = UnionYearForm(request.POST or None, unions=unions, initial=_on_record(request, chosen))
    done = attempt(form, lambda: services.save_union_year(by=request.user, **form.cleaned_data))
    if done.made is None:
        return render(request, "employers/year_form.html", {"form": form}, status=done.status)
    union, year = done.made.union.name, done.made.year
    messages.success(request, _("已保存“%(union)s”%(year)s 年的基数。") % {"union": union, "year": year})
    return redirect(f"{reverse('employers:years')}?year={year}")


def _on_record(request: AuthenticatedRequest, chosen: str) -> dict[str, Any]:
    """What the form begins with: the figures that are there, else the year that is due."""
    year, union = _year(request), read_key(chosen) or request.user.union_id
    rows = UnionYear.objects.visible_to(request.user).filter(union=union, year=year)
    told: dict[str, Any] = rows.values(*FIGURES).first() or {}
    return {"union": str(union), "year": year, **told}


def _rows(*, may_write: bool) -> Rows[UnionYear]:
    def edit(row: UnionYear) -> str:
        query = urlencode({"union": row.union_id, "year": row.year})
        return f"{reverse('employers:year_edit')}?{query}" if may_write else ""

    return Rows(UNION_YEAR_COLUMNS, url=edit)


def _year(request: AuthenticatedRequest) -> int:
    """The year that the address names, else the one that is due."""
    year = read_key(request.GET.get("year", "")) or 0
    return year if FIRST_YEAR <= year <= timezone.localdate().year else due_year()
