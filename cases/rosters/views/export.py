"""The list as a workbook: what is shown, all of it, with a trace of who took it along."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.archives.states import CASE_ROLES
from cases.lists.states import FULL_NUMBER_ROLES
from cases.lists.views.listing import Listing
from cases.rosters.forms.layouts import ExportForm
from cases.rosters.models import RosterLayout
from cases.rosters.reports import roster as reports
from cases.rosters.reports.roster import RosterRequest
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.jobs.services import enqueue
from hardship.kernel.answers import workbook


@require_POST
@require_role(*CASE_ROLES)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The workbook at once, or for a long list a job that makes it."""
    listing = Listing(request.user, request.session, request.GET)
    form = ExportForm(request.POST, user=request.user)
    if form.wants_full and not request.user.has_role(*FULL_NUMBER_ROLES):
        raise PermissionDenied
    if not form.is_valid():
        return _back(request, listing, " ".join(str(e) for es in form.errors.values() for e in es))
    if listing.search_expired:
        return _back(request, listing, _("刚才的查找已过期，请重新输入后再导出。"))
    wanted = _wanted(request, listing, form)
    if reports.is_long(wanted):
        return _as_job(request, listing, wanted)
    content, written = reports.roster_bytes(wanted)
    audit.record_export(
        "archive_roster",
        by=request.user,
        content=content,
        rows=written.rows,
        filters=wanted.trace(),
        masked=not wanted.full,
    )
    name = reports.roster_name(request.user, written.rows)
    return workbook(content, name)


def _wanted(request: AuthenticatedRequest, listing: Listing, form: ExportForm) -> RosterRequest:
    """What was asked for; why numbers are wanted in full goes on record before they are written."""
    layout: RosterLayout | None = form.saved
    asked = 0
    if form.wants_full:
        reason = form.cleaned_data["reason"]
        asked = audit.record(
            "roster.ask_full", target=None, by=request.user, kind=Kind.EXPORT, reason=reason
        ).pk
    return RosterRequest(
        user=request.user,
        filters={name: value for name, value in listing.parameters() if name not in ("q", "sort", "size")},
        columns=layout.columns if layout else [column.key for column in listing.columns],
        masked=layout.masked if layout else (),
        layout=form.preset,
        sort=listing.sort,
        full=form.wants_full,
        search=listing.search,
        asked=asked,
    )


def _as_job(request: AuthenticatedRequest, listing: Listing, wanted: RosterRequest) -> HttpResponse:
    """A job's parameters hold no personal data, so what was searched for cannot go with it."""
    if wanted.search is not None:
        limit = f"{reports.DIRECT_ROWS:,}"
        return _back(
            request,
            listing,
            _("查找的结果超过 %(limit)s 户，请先用筛选条件缩小范围再导出。") % {"limit": limit},
        )
    params = {
        "filters": dict(wanted.filters),
        "columns": list(wanted.columns),
        "masked": list(wanted.masked),
        "layout": str(wanted.layout),
        "sort": wanted.sort,
        "full": wanted.full,
        "asked": wanted.asked,
    }
    job = enqueue("archive_roster", by=request.user, params=params)
    return redirect("jobs:detail", uid=job.uid)


def _back(request: AuthenticatedRequest, listing: Listing, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect(f"{reverse('lists:files')}?{listing.query()}")
