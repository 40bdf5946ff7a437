"""帮扶记录: everything given in the scope, narrowed and as a workbook; everything given to one family."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.aid import reports
from cases.aid.columns import AID_COLUMNS, aid_rows
from cases.aid.filters import AidFilter
from cases.aid.models import ExternalAid
from cases.aid.selectors import get_uids
from cases.aid.states import READERS
from cases.archives.models import Household
from cases.archives.selectors.aid import GivenList, list_records
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
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
    }
    return render(request, "aid/list.html", context)


EXPORT = ListExport("aid", gettext_lazy("帮扶记录"), AID_COLUMNS, "aid:list", totals=["value"])


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    return EXPORT.answer(request, _narrowed(request), _filter(request))


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
