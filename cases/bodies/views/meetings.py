"""会议: the list, one meeting with agenda and decisions, its minutes, each write as one address."""

import uuid
from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.bodies import reports, services
from cases.bodies.columns import MEETING_COLUMNS
from cases.bodies.filters import MeetingFilter
from cases.bodies.forms import DecisionForm, ItemForm, RecusalForm, ScanForm
from cases.bodies.models import Meeting
from cases.bodies.selectors import (
    Matter,
    count_present,
    list_attendances,
    list_matters,
    list_meetings,
    list_offers,
)
from cases.bodies.services.meetings import blocker
from cases.bodies.states import READERS, TRANSITIONS, WRITERS
from cases.bodies.views.bodies import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import answers
from hardship.kernel.attempts import attempt
from hardship.kernel.fields import clean_text
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused, buttons, obstacle

LONGEST_REASON = 100


@require_GET
@require_role(*READERS)
def meeting_list(request: AuthenticatedRequest) -> HttpResponse:
    """The meetings of the scope, the newest first."""
    found = _filter(request)
    rows = Rows[Meeting](MEETING_COLUMNS, url=lambda row: reverse("bodies:meeting", args=[row.uid]))
    context = {
        "tabs": make_tabs(PAGES, "bodies:meetings"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
    }
    return render(request, "bodies/meetings.html", context)


EXPORT = ListExport("meetings", gettext_lazy("会议台账"), MEETING_COLUMNS, "bodies:meetings")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_GET
@require_role(*READERS)
def meeting(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*WRITERS)
def attendance(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Who came; what was entered stands on the page again when something is missing."""
    row = _get(request, uid)
    typed = {
        one.pk: (request.POST.get(f"presence_{one.pk}", ""), _reason(request, one.pk))
        for one in list_attendances(row)
    }
    return _call(request, row, typed, services.record_attendance, attended=typed)


@require_POST
@require_role(*WRITERS)
def item_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    return _write(
        request, row, ItemForm(request.POST, offers=list_offers(row, request.user)), services.add_item
    )


@require_POST
@require_role(*WRITERS)
def item_remove(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """Take a matter off the agenda."""
    row = _get_item(request, uid, pk)
    return _call(request, row, None, services.remove_item, item_id=pk)


@require_POST
@require_role(*WRITERS)
def recuse(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """A member withdraws from one matter."""
    row = _get_item(request, uid, pk)
    form = RecusalForm(request.POST, attendances=list_attendances(row), key=pk)
    return _write(request, row, form, services.recuse, item_id=pk)


@require_POST
@require_role(*WRITERS)
def decide(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """What was decided on one matter."""
    row = _get_item(request, uid, pk)
    return _write(request, row, DecisionForm(request.POST, key=pk), services.decide, item_id=pk)


@require_POST
@require_role(*WRITERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Hold, settle or cancel."""
    row = _get(request, uid)
    told = {"action": request.POST.get("action", ""), "comment": request.POST.get("comment", "")[:500]}
    return _call(request, row, None, services.take_step, **told)


@require_POST
@require_role(*WRITERS)
def scan_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The signed minutes."""
    row, form = _get(request, uid), ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    return _call(request, row, None, services.add_scan, accepted=form.cleaned_data["document"])


@require_GET
@require_role(*READERS)
def scan(request: AuthenticatedRequest, uid: uuid.UUID, scan_uid: uuid.UUID) -> FileResponse:
    """One scan, for whoever may see the meeting."""
    found = get_object_or_404(_get(request, uid).scans, uid=scan_uid)
    return answers.stored_file(found.file.open("rb"), name=found.name, media_type=found.media_type)


@require_GET
@require_role(*READERS)
def minutes(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """会议纪要 as PDF; the print is on record."""
    row = _get(request, uid)
    if row.is_called or not (row.is_held or row.is_minuted):
        raise Http404
    content = reports.minutes_pdf(row)
    audit.record_export("minutes", by=request.user, content=content, rows=1, target=row)
    return answers.paper(content, _("会议纪要_%(day)s.pdf") % {"day": row.on.isoformat()})


def _filter(request: AuthenticatedRequest) -> MeetingFilter:
    return MeetingFilter(request.GET, queryset=list_meetings(request.user), user=request.user)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related(
        "body", "union", "called_by", "held_by", "minuted_by", "cancelled_by"
    )
    return get_object_or_404(rows, uid=uid)


def _get_item(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> Meeting:
    row = _get(request, uid)
    get_object_or_404(row.items.filter(removed_at__isnull=True), pk=pk)
    return row


def _reason(request: AuthenticatedRequest, pk: int) -> str:
    try:
        return clean_text(request.POST.get(f"reason_{pk}", ""))[:LONGEST_REASON]
    except ValueError:
        return ""


def _write(
    request: AuthenticatedRequest, row: Meeting, form: Form, service: Any, **keys: int
) -> HttpResponse:
    """One call on the meeting's page, its refusal beside what was typed."""
    done = attempt(form, lambda: service(meeting_id=row.pk, by=request.user, **keys, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status, item=keys.get("item_id", 0))
    return redirect("bodies:meeting", uid=row.uid)


def _call(
    request: AuthenticatedRequest, row: Meeting, typed: Any, service: Any, **values: Any
) -> HttpResponse:
    """One call without a form, its refusal above the page."""
    try:
        service(meeting_id=row.pk, by=request.user, **values)
    except Refused as refusal:
        row.refresh_from_db()
        return _page(request, row, status=409, typed=typed, refusal=str(refusal))
    return redirect("bodies:meeting", uid=row.uid)


def _page(
    request: AuthenticatedRequest,
    row: Meeting,
    refused: Form | None = None,
    *,
    status: int = 200,
    item: int = 0,
    typed: dict[int, tuple[str, str]] | None = None,
    refusal: str = "",
) -> HttpResponse:
    attendances = list_attendances(row)
    for one in attendances:
        one.presence, one.reason = (typed or {}).get(one.pk, (one.presence, one.reason))
    may_write = request.user.has_role(*WRITERS)
    is_item = isinstance(refused, ItemForm)
    offers = list_offers(row, request.user) if may_write and row.is_open else []
    context = {
        "meeting": row,
        "attendances": attendances,
        "present": count_present(attendances),
        "matters": [
            (matter, *_forms(matter, attendances, refused if item == matter.item.pk else None))
            for matter in list_matters(row, attendances)
        ],
        "item_form": refused if is_item else ItemForm(offers=offers),
        "scan_form": refused if isinstance(refused, ScanForm) else ScanForm(),
        "scans": row.scans.select_related("uploaded_by").order_by("pk"),
        "buttons": buttons(TRANSITIONS, row, by=request.user, blocker=blocker),
        "why_not": obstacle(TRANSITIONS, row, by=request.user, blocker=blocker),
        "may_write": may_write,
        "refused": refused,
        "refusal": refusal,
    }
    return render(request, "bodies/meeting.html", context, status=status)


def _forms(matter: Matter, attendances: list[Any], refused: Form | None) -> tuple[Form, Form]:
    """The forms of one matter: who withdraws, what was decided."""
    key, item = matter.item.pk, matter.item
    recusal = refused if isinstance(refused, RecusalForm) else RecusalForm(attendances=attendances, key=key)
    held = {name: getattr(item, name) for name in DecisionForm.base_fields}
    decision = refused if isinstance(refused, DecisionForm) else DecisionForm(key=key, initial=held)
    return recusal, decision
