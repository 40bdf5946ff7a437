"""心理疏导、法律援助: the list, whom one looks after, one case for the two who read it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.care import selectors, services
from cases.care.columns import CARE_COLUMNS
from cases.care.filters import SHOWN, CareFilter
from cases.care.forms import CareForm, NoteForm, StepForm
from cases.care.models import CareCase
from cases.care.states import HANDLERS, READERS, WRITERS
from cases.petitions.rules import read_companions
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import note
from hardship.kernel.attempts import attempt
from hardship.kernel.links import make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport("care", gettext_lazy("心理疏导和法律援助"), CARE_COLUMNS, "care:cases")
SAID = ("name", "theme", "respondent", "lawyer", "conclusion")
PAGES = (
    ("care:cases", gettext_lazy("个案")),
    ("care:watched", gettext_lazy("关注名单")),
    ("care:advice", gettext_lazy("咨询登记")),
    ("care:arrears", gettext_lazy("欠薪")),
    ("care:figures", gettext_lazy("统计")),
)


@require_GET
@require_role(*READERS)
def cases(request: AuthenticatedRequest) -> HttpResponse:
    """That there are cases; what they are about stands on their page, for two people."""
    found = _filter(request)
    rows = Rows[Any](CARE_COLUMNS, url=lambda row: reverse("care:case", args=[row.uid]))
    context = {
        "tabs": make_tabs(PAGES, "care:cases"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", SHOWN),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "care/cases.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list without names."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A case; whoever opens it and neither works on it nor supervises it does not read it again."""
    form = CareForm(
        request.POST or None, workers=selectors.list_workers(request.user),
        supervisors=selectors.list_supervisors(request.user),
    )  # fmt: skip
    done = attempt(
        form,
        lambda: services.open_case(
            opening=form.opening(), worker=form.cleaned_data["worker"],
            supervisor=form.cleaned_data["supervisor"], by=request.user, key=form.cleaned_data["key"],
        ),
    )  # fmt: skip
    if done.made is None:
        return render(request, "care/form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，编号 %(number)s。") % {"number": done.made.number})
    return redirect("care:case", uid=done.made.uid)


@require_GET
@require_role(*HANDLERS)
def watched(request: AuthenticatedRequest) -> HttpResponse:
    """关注名单: whom this person looks after, by name; each is on record as read."""
    rows = selectors.list_watched(request.user)
    for row in rows:
        services.note_read(row, request.user)
    shown = [{"case": row, "name": row.name.reveal(), "theme": row.theme.reveal()} for row in rows]
    context = {"tabs": make_tabs(PAGES, "care:watched"), "shown": shown}
    return render(request, "care/watched.html", context)


@require_GET
@require_role(*READERS)
def case(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*HANDLERS)
def add_note(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One talk, hearing or step more."""
    row = _own(request, uid)
    form = NoteForm(request.POST, is_legal=row.is_legal)
    done = attempt(
        form,
        lambda: services.add_note(
            case_id=row.pk, on=form.cleaned_data["on"], text=form.cleaned_data["text"],
            progress=form.progress(), by=request.user,
        ),
    )  # fmt: skip
    if done.made is None:
        return _page(request, row, done.status, note_form=form)
    messages.success(request, _("已记下。"))
    return redirect("care:case", uid=uid)


@require_POST
@require_role(*HANDLERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """办结、重新办理、换承办人."""
    row = _own(request, uid)
    form = _step_form(request, request.POST)
    done = attempt(
        form,
        lambda: services.take_step(
            case_id=row.pk, action=form.cleaned_data["action"], by=request.user, **form.told()
        ),
    )
    if done.made is None:
        return _page(request, _get(request, uid), done.status, form=form)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("care:case", uid=uid)


@require_POST
@require_role(*HANDLERS)
def reveal(request: AuthenticatedRequest, uid: uuid.UUID, field: str) -> HttpResponse:
    """A telephone number, or those of a group, in full; it leaves a row in the trail."""
    row = _own(request, uid)
    if field not in ("phone", "people"):
        raise Http404
    audit.record_reveal(target=row, field=field, by=request.user)
    return note(getattr(row, field).reveal())


def _page(request: AuthenticatedRequest, row: CareCase, status: int = 200, **refused: Any) -> HttpResponse:
    """The case for who reads it, which is on record; for others that there is one."""
    if not row.is_own:  # type: ignore[attr-defined]
        return render(request, "care/closed_case.html", {"case": row})
    services.note_read(row, request.user)
    form = refused.get("form")
    action = form.data.get("action", "") if form else ""
    context = {
        "case": row,
        "notes": [(one, one.text.reveal()) for one in selectors.list_notes(row)],
        "said": {name: getattr(row, name).reveal() for name in SAID},
        "people": "、".join(one.name for one in read_companions(row.people.reveal())),
        "note_form": refused.get("note_form")
        or (row.is_open and NoteForm(is_legal=row.is_legal, next_on=row.next_on, auto_id="id_note_%s")),
        "steps": [
            {"row": one, "form": form if one.action == action else _step_form(request, None, one.action)}
            for one in services.list_buttons(row, request.user)
        ],
        "action": action,
        "refused": form or refused.get("note_form"),
    }  # fmt: skip
    return render(request, "care/case.html", context, status=status)


def _step_form(request: AuthenticatedRequest, data: Any, action: str = "") -> StepForm:
    return StepForm(
        data, workers=selectors.list_workers(request.user),
        supervisors=selectors.list_supervisors(request.user), auto_id=f"id_{action}_%s",
    )  # fmt: skip


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> CareCase:
    rows = selectors.list_cases(request.user).select_related("worker", "supervisor", "household", "petition")
    found: CareCase = get_object_or_404(rows, uid=uid)
    return found


def _own(request: AuthenticatedRequest, uid: uuid.UUID) -> CareCase:
    row = _get(request, uid)
    if not row.is_own:  # type: ignore[attr-defined]
        raise Http404
    return row


def _filter(request: AuthenticatedRequest) -> CareFilter:
    return CareFilter(request.GET, queryset=selectors.list_cases(request.user), user=request.user)
