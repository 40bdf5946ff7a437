"""The page of one notice, with what was typed where a form came back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.notices.forms import AnswerForm, ObjectionForm
from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import (
    find_visible,
    get_progress,
    lacks_proof,
    list_boards,
    list_end_changes,
    list_entries,
    list_notices,
    may_conclude,
    may_lead,
    may_post,
    read_names,
)
from cases.notices.views.lists import line_rows
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.scope import Part

Answered = tuple[int, AnswerForm]


def get_notice(request: AuthenticatedRequest, pk: int) -> PublicNotice:
    found: PublicNotice = get_object_or_404(list_notices(request.user), pk=pk)
    return found


def notice_page(
    request: AuthenticatedRequest,
    found: PublicNotice,
    *,
    objection_form: ObjectionForm | None = None,
    answered: Answered | None = None,
    status: int = 200,
) -> HttpResponse:
    entries, user = list_entries(found), request.user
    visible = find_visible(user, entries)
    objectable = list_objectable(entries, visible)
    context = {
        "notice": found,
        "progress": get_progress(found),
        **line_rows(visible).context(enumerate(entries, start=1)),
        **_hanging(found, user),
        "objections": _objections(entries, user, found, answered) if _reads_objections(user) else [],
        "objection_count": sum(len(row.objections.all()) for row in entries),
        "may_conclude": may_conclude(found, user),
        "may_object": any(row.is_on for row in entries) and user.has_role(Role.CLERK, Role.REVIEWER),
        "objection_form": objection_form or ObjectionForm(entries=objectable),
        "form": objection_form or (answered[1] if answered else None),
    }
    return render(request, "notices/notice.html", context, status=status)


def _hanging(found: PublicNotice, user: User) -> dict[str, Any]:
    """Where it hangs and for how long, and what this person may say of that."""
    boards, is_own = list_boards(found), user.union_id == found.union_id
    return {
        "boards": boards,
        "changes": list_end_changes(found),
        "lacks_proof": found.is_running and lacks_proof(found),
        "may_post": may_post(found, user),
        "may_lead": may_lead(found, user),
        "may_set_proof": found.is_running and is_own and may_post(found, user),
    }


def list_objectable(entries: list[NoticeEntry], visible: set[int]) -> list[tuple[int, str]]:
    """The lines that an objection can be against, of those whose row the person may see."""
    rows = [row for row in entries if row.pk in visible and row.is_on]
    names = read_names(rows)
    return [(row.pk, f"{names[row.pk]}（{row.programme}）") for row in rows]


def _reads_objections(user: User) -> bool:
    """Objections are for those who investigate them and those above; below, only how many there are."""
    return Part.REVIEW in user.union.parts


def _objections(
    entries: list[NoticeEntry], user: User, found: PublicNotice, answered: Answered | None
) -> list[dict[str, Any]]:
    pk, form = answered or (0, None)
    own, names = user.union_id == found.union_id, read_names(entries)
    return [
        {
            "objection": row,
            "entry": entry,
            "name": names[entry.pk],
            "form": (form if row.pk == pk and form else AnswerForm(auto_id=f"id_{row.pk}_%s")),
            "may_answer": own and row.answered_at is None and entry.is_on,
        }
        for entry in entries
        for row in entry.objections.all()
    ]
