"""The page of one member of the household, with every field of the long form."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.forms import MemberForm
from cases.archives.models import Household
from cases.archives.rules import completeness, member_fields
from cases.archives.selectors.entry import get_contents
from cases.archives.services.entry import drafts
from cases.archives.services.refusals import StaleFile
from cases.archives.states import Section
from cases.archives.views.entered import for_entry
from cases.archives.views.entry.conflicts import find_conflict
from cases.archives.views.entry.links import missing_message
from cases.archives.views.entry.returned import describe_returned
from cases.archives.views.entry.sections import section_page
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@for_entry
def member(request: AuthenticatedRequest, household: Household, uid: uuid.UUID) -> HttpResponse:
    contents = get_contents(household)
    if str(uid) not in {str(person.uid) for person in contents.members}:
        raise Http404
    form = MemberForm(request.POST if request.method == "POST" else None, contents=contents, uid=str(uid))
    if request.method == "GET":
        form.begin()
        return _page(request, household, form)
    if not form.is_valid():
        return _page(request, household, form, 422)
    try:
        drafts.save_section(
            household_id=household.pk, section=Section.MEMBERS, data=form.payload(),
            version=form.seen_version, by=request.user,
        )  # fmt: skip
    except StaleFile as stale:
        household.refresh_from_db()
        conflict = find_conflict(stale, household, form, request.POST.get("was", ""))
        return _page(request, household, form, 409, conflict)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, household, form, 409)
    _tell(request, household, str(uid))
    if request.POST.get("go") == "stay":
        return redirect("archives:member", pk=household.pk, uid=uid)
    return redirect("archives:section", pk=household.pk, section=Section.MEMBERS)


def _tell(request: AuthenticatedRequest, household: Household, uid: str) -> None:
    """That the person was saved, and what of them is still missing."""
    contents = get_contents(household)
    missing = completeness(contents)[Section.MEMBERS].missing
    mine = [item for item in missing if item.field.startswith(f"{uid}:")]
    if mine:
        messages.warning(request, missing_message(contents, str(Section.MEMBERS.label), mine))
    else:
        messages.success(request, _("已保存“%(section)s”。") % {"section": Section.MEMBERS.label})


def _page(
    request: AuthenticatedRequest,
    household: Household,
    form: MemberForm,
    status: int = 200,
    conflict: object = None,
) -> HttpResponse:
    person = form.person(form.contents)
    more = {
        "address": reverse("archives:member", args=[household.pk, form.uid]),
        "title": person.name or _("家庭成员"),
        "secret_of": form.uid,
        "needed": member_fields(partial(getattr, person)),
        "beside": [row for row in describe_returned(form.contents) if row.line == form.uid],
    }
    return section_page(
        request, household, form, status=status, conflict=conflict, template="archives/member.html", more=more
    )
