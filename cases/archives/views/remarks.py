"""核对事项: the remarks on one file with their answers, on a page of their own and as part of others."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.archives.forms.remarks import RemarksForm
from cases.archives.models import Household
from cases.archives.rules import Contents
from cases.archives.selectors.entry import asks_too_often, get_contents
from cases.archives.selectors.extensions import get_contact
from cases.archives.selectors.remarks import FileRemark, FileRemarks, get_elsewhere, get_file_remarks
from cases.archives.services.entry.lookups import note_told
from cases.archives.services.remarks import answer_remarks, may_answer
from cases.archives.states import CASE_ROLES, EDITABLE_STATES
from cases.archives.views.entered import get_household
from cases.archives.views.entry.checks import TOO_MANY
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.answers import note
from hardship.kernel.attempts import attempt

BACK = {"check": "archives:check", "review": "archives:review", "tasks": "archives:tasks"}


@require_http_methods(["GET", "POST"])
@require_role(*CASE_ROLES)
def remarks(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The whole page, or for a page that asks for it (HX-Request) the list alone."""
    household = get_household(request, pk)
    contents = get_contents(household)
    if request.method == "GET" and request.headers.get("HX-Request") == "true":
        return render(request, "archives/_remarks.html", remarks_context(contents, request.user))
    found = get_file_remarks(contents, request.user)
    form = RemarksForm(request.POST if request.method == "POST" else None, remarks=found.open)
    if request.method == "POST":
        tried = attempt(
            form, lambda: answer_remarks(household_id=pk, reasons=form.reasons(), by=request.user)
        )
        if tried.made is not None:
            messages.success(request, _("已记下 %(count)s 处说明。") % {"count": len(tried.made)})
            return redirect(BACK.get(request.POST.get("back", ""), "archives:remarks"), pk=pk)
        return _page(request, contents, found, form, tried.status)
    return _page(request, contents, found, form)


@require_POST
@require_role(*CASE_ROLES)
def holder(request: AuthenticatedRequest, pk: int, fingerprint: str) -> HttpResponse:
    """Which union beyond one's scope a remark is about, and whom to ring there: as plain text, on record, and
    within the limit that typing numbers has."""
    household = get_household(request, pk)
    if asks_too_often(request.user):
        return note(str(TOO_MANY))
    remark = get_elsewhere(get_contents(household), request.user, fingerprint)
    if remark is None:
        return note(_("这一处已经不在了，请刷新页面。"))
    note_told(household, remark, by=request.user)
    return note(_holder(remark.home))


def _holder(home: Any) -> str:
    contact = get_contact(home)
    if contact is None:
        return _("“%(union)s”") % {"union": home}
    told = {"union": home, "office": contact.name, "telephone": contact.telephone}
    return _("“%(union)s”（%(office)s %(telephone)s）") % told


def _page(
    request: AuthenticatedRequest,
    contents: Contents,
    found: FileRemarks,
    form: RemarksForm,
    status: int = 200,
) -> HttpResponse:
    back = request.POST.get("back", "")
    context = remarks_context(contents, request.user, found=found, form=form, back=back)
    return render(request, "archives/remarks.html", context, status=status)


def remarks_context(
    contents: Contents,
    user: User,
    *,
    found: FileRemarks | None = None,
    form: RemarksForm | None = None,
    back: str = "",
) -> dict[str, Any]:
    """What `archives/_remarks.html` shows. With a form, or with the name of the page to come back to, each
    open remark has a place for a reason where this person may give one; else the list stands alone. `found`
    are the remarks where they were read already."""
    household: Household = contents.household
    found = found or get_file_remarks(contents, user)
    may = may_answer(household, user)
    form = form or (RemarksForm(remarks=found.open) if back else None)
    return {
        "household": household,
        "file_remarks": found,
        "remark_lines": [(row, form.field_of(row) if form and may else None) for row in found.open],
        "remark_form": form if may else None,
        "may_explain": may and len(found.gates) < len(found.open),
        "may_enter": _may_enter(household, user),
        "remark_back": back,
    }


def _may_enter(household: Household, user: User) -> bool:
    own = household.union_id == user.union_id and user.has_role(Role.CLERK)
    return own and household.state in EDITABLE_STATES


def unexplained(rows: Sequence[FileRemark]) -> str:
    """Why the file cannot be submitted yet, or ''."""
    return _("还有 %(count)s 处须核对或说明") % {"count": len(rows)} if rows else ""
