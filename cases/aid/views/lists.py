"""帮扶记录: everything given in the scope, narrowed and as a workbook; everything given to one family."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.aid import reports
from cases.aid.columns import aid_rows
from cases.aid.filters import AidFilter
from cases.aid.models import ExternalAid
from cases.aid.selectors import get_uids
from cases.aid.states import READERS
from cases.archives.models import Household
from cases.archives.selectors.aid import GivenList, list_records
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.pages import numbered


@require_GET
@require_role(*READERS)
def aid_list(request: AuthenticatedRequest) -> HttpResponse:
    """What was given to people of the scope: paid here, or recorded of others."""
    found = _filter(request)
    page = numbered(_narrowed(request), request.GET)
    context = {
        "page": page,
        **aid_rows(get_uids(list(page), request.user)).context(page),
        "filter": found,
        "is_narrowed": bool(found.values),
        "may_write": request.user.has_role(Role.CLERK),
        "export_url": f"{reverse('aid:export')}?{urlencode(found.values)}",
    }
    return render(request, "aid/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    rows = _narrowed(request)[: MOST_ROWS + 1]
    if len(rows) > MOST_ROWS:
        messages.error(request, _("超过 20,000 条记录，请先按年度或工会筛选再导出。"))
        return redirect(f"{reverse('aid:list')}?{urlencode(found.values)}")
    told = [words for _name, words in found.described()]
    content = reports.aid_workbook(rows, conditions=told, by=request.user)
    audit.record_export("aid", by=request.user, content=content, rows=len(rows), filters=found.values)
    return workbook(content, _("帮扶记录_%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}"})


@require_POST
@require_role(*READERS)
def family_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything ever given to one family; the download is on record."""
    household = get_object_or_404(Household.objects.visible_to(request.user).select_related("head"), pk=pk)
    rows = list_records(household)
    content = reports.family_workbook(household, rows, by=request.user)
    audit.record_export("family_aid", by=request.user, content=content, rows=len(rows), target=household)
    return workbook(content, _("帮扶记录_%(number)s.xlsx") % {"number": household.file_no or household.pk})


def _filter(request: AuthenticatedRequest) -> AidFilter:
    return AidFilter(request.GET, queryset=ExternalAid.objects.none(), user=request.user)


def _narrowed(request: AuthenticatedRequest) -> GivenList:
    def narrow(rows: QuerySet[Any]) -> QuerySet[Any]:
        scoped = rows.visible_to(request.user)  # type: ignore[attr-defined]
        return AidFilter(request.GET, queryset=scoped, user=request.user, is_drawn=False).chosen

    return GivenList(narrow)
