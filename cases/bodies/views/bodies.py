"""领导小组、委员会: the list, one body, each write as one address."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.bodies import services
from cases.bodies.columns import BODY_COLUMNS, MEETING_COLUMNS
from cases.bodies.forms import BodyForm, MeetingForm, MemberForm
from cases.bodies.models import Body, Meeting
from cases.bodies.selectors import list_bodies, list_meetings, list_members, list_seatable
from cases.bodies.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

PAGES = (("bodies:bodies", gettext_lazy("领导小组、委员会")), ("bodies:meetings", gettext_lazy("会议")))


@require_GET
@require_role(*READERS)
def body_list(request: AuthenticatedRequest) -> HttpResponse:
    """The bodies of the scope."""
    rows = Rows[Body](BODY_COLUMNS, url=lambda row: reverse("bodies:body", args=[row.uid]))
    context = {
        "tabs": make_tabs(PAGES, "bodies:bodies"),
        **rows.page(list_bodies(request.user), request.GET),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "bodies/bodies.html", context)


EXPORT = ListExport("bodies", gettext_lazy("领导小组、委员会名册"), BODY_COLUMNS, "bodies:bodies")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The bodies; the download is on record."""
    return EXPORT.answer(request, list_bodies(request.user))


@require_GET
@require_role(*READERS)
def body(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def body_new(request: AuthenticatedRequest) -> HttpResponse:
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    return _save(request, BodyForm(request.POST or None, unions=unions), services.found_body)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def body_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = BodyForm(request.POST or None, body=row)
    return _save(request, form, services.change_body, row, body_id=row.pk)


@require_POST
@require_role(*WRITERS)
def body_close(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Close a body; it and its meetings stay on record."""
    row = _get(request, uid)
    try:
        services.close_body(body_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("bodies:body", uid=uid)
    messages.success(request, _("已撤销“%(name)s”。") % {"name": row.name})
    return redirect("bodies:bodies")


@require_POST
@require_role(*WRITERS)
def member_add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    return _write(request, row, MemberForm(request.POST, people=list_seatable(row)), services.add_member)


@require_POST
@require_role(*WRITERS)
def member_end(request: AuthenticatedRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """Somebody sits in it no longer."""
    row = _get(request, uid)
    get_object_or_404(row.members.filter(until_on__isnull=True), pk=pk)
    services.end_member(body_id=row.pk, member_id=pk, by=request.user)
    messages.success(request, _("已登记卸任。"))
    return redirect("bodies:body", uid=uid)


@require_POST
@require_role(*WRITERS)
def meeting_call(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _write(request, _get(request, uid), MeetingForm(request.POST), services.call_meeting)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Body:
    rows = Body.objects.visible_to(request.user).filter(closed_on__isnull=True).select_related("union")
    return get_object_or_404(rows, uid=uid)


def _save(
    request: AuthenticatedRequest, form: Form, service: Any, row: Body | None = None, **keys: int
) -> HttpResponse:
    """One call on a page of its own, its refusal beside what was typed, or on to what was saved."""
    done = attempt(form, lambda: service(by=request.user, **keys, **form.cleaned_data))
    if done.made is None:
        return render(request, "bodies/body_form.html", {"form": form, "body": row}, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("bodies:body", uid=done.made.uid)


def _write(request: AuthenticatedRequest, row: Body, form: Form, service: Any) -> HttpResponse:
    """One call on the body's page, its refusal beside what was typed."""
    done = attempt(form, lambda: service(body_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记。"))
    if isinstance(done.made, Meeting):
        return redirect("bodies:meeting", uid=done.made.uid)
    return redirect("bodies:body", uid=row.uid)


def _page(
    request: AuthenticatedRequest, row: Body, refused: Form | None = None, *, status: int = 200
) -> HttpResponse:
    columns = without(MEETING_COLUMNS, "body", "union")
    rows = Rows[Meeting](columns, url=lambda one: reverse("bodies:meeting", args=[one.uid]))
    members = list_members(row)
    context = {
        "body": row,
        "members": [one for one in members if one.until_on is None],
        "former": [one for one in members if one.until_on is not None],
        **rows.page(list_meetings(request.user).filter(body=row), request.GET),
        "member_form": refused if isinstance(refused, MemberForm) else MemberForm(people=list_seatable(row)),
        "meeting_form": refused if isinstance(refused, MeetingForm) else MeetingForm(),
        "refused": refused,
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "bodies/body.html", context, status=status)
