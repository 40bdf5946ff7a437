"""One person off file: what is on record, the file that was opened, each write as one address."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.selectors.entry import Duplicate, list_duplicates
from cases.people import services
from cases.people.forms import LeaveForm, PersonForm
from cases.people.models import Person
from cases.people.selectors import PERSON_NOTES, find_person, list_members_of
from cases.people.states import READERS, TRANSITIONS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import list_own_unions
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.documents import DocumentError, age_on, check_id_number
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import Refused, buttons


@require_GET
@require_role(*READERS)
def person(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def person_new(request: AuthenticatedRequest) -> HttpResponse:
    """Put somebody on the list."""
    unions = list_own_unions(request.user, request.POST.get("union", ""))
    form = PersonForm(request.POST or None, unions=unions)
    return _save(request, form, services.register_person)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def person_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct what is on record, or hand the person to another union of the scope."""
    row = _get(request, uid)
    unions = list_own_unions(request.user, request.POST.get("union", str(row.union_id)))
    unions = unions if row.union in unions else [*unions, row.union]
    form = PersonForm(request.POST or None, unions=unions, person=row)
    return _save(request, form, services.change_person, row, person_id=row.pk)


@require_POST
@require_role(*WRITERS)
def id_check(request: AuthenticatedRequest) -> HttpResponse:
    """While an ID number is typed: what it says of its holder, and where they are on record already."""
    try:
        told = check_id_number(request.POST.get("id_number", ""))
        services.require_may_ask(request.user)
    except (DocumentError, Refused) as error:
        return render(request, "people/_id_check.html", {"error": str(error)})
    index = blind_index(told.number, "id_number")
    files, held = list_duplicates(index=index, user=request.user), find_person(index)
    is_own = held is not None and str(held.uid) == request.POST.get("person", "")
    is_hidden = held is not None and not request.user.covers([held.union])
    _trace(request, files, is_hidden=is_hidden)
    context = {
        "told": told,
        "age": age_on(told.birth_on, timezone.localdate()),
        "duplicates": files,
        "held": None if is_own or is_hidden else held,
        "is_elsewhere": is_hidden and held is not None and held.is_listed,
    }
    return render(request, "people/_id_check.html", context)


@require_POST
@require_role(*WRITERS)
def leave(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Off the list, with a reason."""
    row, form = _get(request, uid), LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        services.leave(person_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, status=409)
    messages.success(request, _("已离册；以后需要时可以重新列入。"))
    return redirect("people:person", uid=uid)


@require_POST
@require_role(*WRITERS)
def come_back(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """On the list again."""
    row = _get(request, uid)
    try:
        services.come_back(person_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已重新列入。"))
    return redirect("people:person", uid=uid)


@require_POST
@require_role(Role.CLERK)
def open_file(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Begin a household's file with this person as its head."""
    row = _get(request, uid)
    try:
        household = services.open_file(person_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:person", uid=uid)
    messages.success(request, _("已建立档案草稿，姓名、证件和联系方式已带入，请接着填。"))
    return redirect("archives:case", pk=household.pk)


@require_POST
@require_role(*WRITERS)
def reveal(request: AuthenticatedRequest, uid: uuid.UUID, field: str) -> HttpResponse:
    """One masked number in full; on record."""
    if field not in services.SECRETS:
        raise Http404
    number = services.reveal(person=_get(request, uid), field=field, by=request.user)
    return HttpResponse(number, content_type="text/plain; charset=utf-8")


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Person:
    rows = Person.objects.visible_to(request.user).select_related("union", "changed_by", "left_by")
    return get_object_or_404(rows, uid=uid)


def _trace(request: AuthenticatedRequest, files: list[Duplicate], *, is_hidden: bool) -> None:
    elsewhere = sum(row.household_id is None for row in files) + is_hidden
    if elsewhere:
        services.note_lookup(by=request.user, found=elsewhere)


def _save(
    request: AuthenticatedRequest, form: PersonForm, service: Any, row: Person | None = None, **keys: int
) -> HttpResponse:
    """One call, its refusal beside what was typed, or on to the person. A refusal that tells of another
    union's person is counted, and is not given to whoever asks too often."""

    def save() -> Person:
        services.require_may_ask(request.user)
        told, union = form.particulars(), form.cleaned_data["union"]
        try:
            saved: Person = service(union=union, particulars=told, by=request.user, **keys)
        except services.ListedElsewhere:
            services.note_lookup(by=request.user)
            raise
        return saved

    done = attempt(form, save)
    if done.made is None:
        context = {"form": form, "person": row}
        return render(request, "people/person_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("people:person", uid=done.made.uid)


def _page(
    request: AuthenticatedRequest, row: Person, refused: LeaveForm | None = None, *, status: int = 200
) -> HttpResponse:
    may = {step.action for step in buttons(TRANSITIONS, row, by=request.user)}
    members = list_members_of(row, request.user)
    notes = sorted(PERSON_NOTES, key=lambda note: note.order)
    context = {
        "person": row,
        "age": age_on(row.birth_on, timezone.localdate()),
        "members": members,
        "notes": [(note, rows) for note in notes if (rows := note.rows(row, request.user))],
        "leave_form": refused or LeaveForm(),
        "refused": refused,
        "may": may,
        "may_reveal": request.user.has_role(*WRITERS),
        "may_open_file": row.is_listed
        and row.union_id == request.user.union_id
        and request.user.has_role(Role.CLERK)
        and not any(member.in_active_file for member in members),
    }
    return render(request, "people/person.html", context, status=status)
