"""The page of one notice, with what was typed where a form came back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.notices.forms import ObjectionForm
from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import (
    find_visible,
    get_progress,
    is_objectable,
    lacks_proof,
    list_boards,
    list_end_changes,
    list_entries,
    list_hints,
    list_notices,
    list_outdated,
    may_conclude,
    may_extend,
    may_lead,
    may_post,
    may_title,
    read_names,
    reads_objections,
)
from cases.notices.views.lists import line_rows
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.accounts.states import Role


def get_notice(request: AuthenticatedRequest, pk: int) -> PublicNotice:
    found: PublicNotice = get_object_or_404(list_notices(request.user), pk=pk)
    return found


def notice_page(
    request: AuthenticatedRequest,
    found: PublicNotice,
    *,
    objection_form: ObjectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    entries, user = list_entries(found), request.user
    visible = find_visible(user, entries)
    objectable = list_objectable(entries, visible)
    context = {
        "notice": found,
        "progress": get_progress(found),
        **line_rows(found.columns, visible, may_lead=may_lead(found, user)).context(
            enumerate(entries, start=1)
        ),
        "hints": list_hints([row for row in entries if row.pk in visible]),
        **_hanging(found, user),
        "objections": _objections(entries) if reads_objections(user) else [],
        "objection_count": sum(len(row.objections.all()) for row in entries),
        "may_conclude": may_conclude(found, user),
        "may_object": bool(objectable) and user.has_role(Role.CLERK, Role.REVIEWER),
        "objection_form": objection_form or ObjectionForm(entries=objectable),
        "form": objection_form,
    }
    return render(request, "notices/notice.html", context, status=status)


def _hanging(found: PublicNotice, user: User) -> dict[str, Any]:
    """Where it hangs and for how long, and what this person may say of that."""
    boards, is_own = list_boards(found), user.union_id == found.union_id
    return {
        "boards": boards,
        "changes": list_end_changes(found),
        "outdated": list_outdated(found),
        "lacks_proof": found.is_running and lacks_proof(found),
        "may_post": may_post(found, user),
        "may_lead": may_lead(found, user),
        "may_extend": may_extend(found, user),
        "may_title": may_title(found, user),
        "may_set_proof": found.is_running and is_own and may_post(found, user),
    }


def list_objectable(entries: list[NoticeEntry], visible: set[int]) -> list[tuple[int, str]]:
    """The lines that an objection can be against, of those whose row the person may see."""
    rows = [row for row in entries if row.pk in visible and is_objectable(row)]
    names = read_names(rows)
    return [(row.pk, f"{names[row.pk]}（{row.programme}）") for row in rows]


def _objections(entries: list[NoticeEntry]) -> list[dict[str, Any]]:
    names = read_names(entries)
    return [
        {"objection": row, "entry": entry, "name": names[entry.pk]}
        for entry in entries
        for row in entry.objections.all()
    ]
