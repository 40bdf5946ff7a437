"""查重: pairs of people who may be one, side by side, and what was decided."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms.findings import ActionForm
from cases.archives.models import Household, Member
from cases.archives.selectors import live_members
from cases.archives.selectors.entry import asks_too_often
from cases.archives.views.answers import show, shown
from cases.archives.views.entry.checks import TOO_MANY, own_household, trace_elsewhere
from cases.duplicates import services
from cases.duplicates.columns import SUSPICION_COLUMNS
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.selectors import NumberField, list_number_twins, list_suspicions, with_sides
from cases.duplicates.services import list_choices
from cases.duplicates.states import DECIDERS, DUPLICATE_TONES, DuplicateReason, DuplicateState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.jobs.services import enqueue
from hardship.kernel.documents import DocumentError, check_card, check_phone
from hardship.kernel.fields import Secret, blind_index
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

READERS = (*DECIDERS, Role.AUDITOR)
PERSON = ("id_number", "birth_on", "sex", "phone", "bank_card", "employer")


@dataclass(frozen=True)
class Side:
    """One side of a pair. Of a file outside the viewer's scope nothing but its union and its state."""

    is_visible: bool
    member: Member
    household: Household
    people: list[Member]


@dataclass(frozen=True)
class Line:
    """One thing that both files say: `same` when they agree."""

    label: str
    first: str
    second: str

    @property
    def same(self) -> bool:
        return self.first == self.second


@require_GET
@require_role(*READERS)
def suspicion_list(request: AuthenticatedRequest) -> HttpResponse:
    state, reason = request.GET.get("state", DuplicateState.OPEN), request.GET.get("reason", "")
    rows = list_suspicions(
        request.user,
        state=state if state in DuplicateState.values else "",
        reason=reason if reason in DuplicateReason.values else "",
    )
    context = {
        **_rows(request.user).page(rows, request.GET),
        "states": DuplicateState.choices,
        "reasons": DuplicateReason.choices,
        "state": state,
        "shows_open": state == DuplicateState.OPEN,
        "reason": reason,
        "may_search": request.user.has_role(*DECIDERS),
    }  # fmt: skip
    return render(request, "duplicates/suspicion_list.html", context)


def _rows(user: User) -> Rows[DuplicateSuspicion]:
    return Rows(
        SUSPICION_COLUMNS,
        url=link_to("duplicates:suspicion", "uid"),
        drawn={
            "first": lambda row: _draw_side(make_side(row.first, user)),
            "second": lambda row: _draw_side(make_side(row.second, user)),
        },
    )


def _draw_side(side: Side) -> SafeString:
    """Another union's file tells its union and its state alone."""
    union, state = side.household.union.name, side.household.get_state_display()
    if not side.is_visible:
        return format_html('{}<span class="sub">{}</span>', union, state)
    number = side.household.file_no
    place = " · ".join(part for part in (union, state, number) if part)
    return format_html('{}<span class="sub">{}</span>', side.member.name, place)


@require_POST
@require_role(*DECIDERS)
def search(request: AuthenticatedRequest) -> HttpResponse:
    """The nightly search, now, as a job."""
    return redirect("jobs:detail", uid=enqueue("find_duplicates", by=request.user).uid)


def get_suspicion(request: AuthenticatedRequest, uid: UUID) -> DuplicateSuspicion:
    return get_object_or_404(with_sides(DuplicateSuspicion.objects.visible_to(request.user)), uid=uid)


def make_side(member: Member, user: User, *, people: bool = False) -> Side:
    household = member.household
    visible = user.covers([household.union])
    return Side(visible, member, household, live_members(household) if people and visible else [])


@require_GET
@require_role(*READERS)
def suspicion(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    return _page(request, get_suspicion(request, uid))


@require_POST
@require_role(*DECIDERS)
def step(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """Not a duplicate, look again, or take a merge back."""
    row, form = get_suspicion(request, uid), ActionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refusal=_("没有这个操作。"), status=422)
    action, comment = form.cleaned_data["action"], form.cleaned_data["comment"]
    try:
        if action == "undo":
            services.undo_merge(suspicion_id=row.pk, comment=comment, by=request.user)
        else:
            services.decide(suspicion_id=row.pk, action=action, comment=comment, by=request.user)
    except Refused as refusal:
        return _page(request, get_suspicion(request, uid), refusal=str(refusal), status=409)
    messages.success(request, _("合并已撤销，两份档案都恢复原样。") if action == "undo" else _("已登记。"))
    return redirect("duplicates:suspicion", uid=uid)


def _page(
    request: AuthenticatedRequest, row: DuplicateSuspicion, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    sides = [make_side(member, request.user, people=True) for member in (row.first, row.second)]
    both = all(side.is_visible for side in sides)
    buttons = services.list_suspicion_buttons(row, request.user)
    context = {
        "suspicion": row,
        "badge": DUPLICATE_TONES[row.state],
        "sides": sides,
        "hidden": [side for side in sides if not side.is_visible],
        "lines": make_lines(row) if both else [],
        "merge": row.merges.select_related("kept", "merged", "merged_by", "undone_by")
        .order_by("-pk")
        .first(),
        "buttons": [button for button in buttons if button.action != "merge"],
        "may_merge": any(button.action == "merge" for button in buttons),
        "refusal": refusal,
    }
    return render(request, "duplicates/suspicion.html", context, status=status)


def make_lines(row: DuplicateSuspicion) -> list[Line]:
    """The two people, then the two files where they differ."""
    lines = [Line(_("姓名"), row.first.name, row.second.name)]
    for name in PERSON:
        field = Member._meta.get_field(name)
        pair = (_told_of(member, name) for member in (row.first, row.second))
        lines.append(Line(str(field.verbose_name), *pair))  # type: ignore[union-attr]
    homes = row.first.household, row.second.household
    lines.append(Line(_("与户主关系"), *(m.get_relation_display() for m in (row.first, row.second))))
    lines += [
        Line(choice.label, show_value(choice.key, choice.first),
             show_value(choice.key, choice.second))
        for choice in list_choices(*homes)
        if choice.owner == "household"
    ]  # fmt: skip
    return lines


def _told_of(member: Member, name: str) -> str:
    value = getattr(member, name)
    return str(value) if isinstance(value, Secret) and value else show(member, name) or "—"


def _told(value: Any, field: Any) -> str:
    return (str(value) if isinstance(value, Secret) else shown(value, field)) or "—"


def show_value(key: str, value: Any) -> str:
    """A value as people read it; of a number its mask."""
    owner, _dot, name = key.partition(".")
    model = Household if owner == "household" else Member
    return _told(value, model._meta.get_field(name))


NUMBER_CHECKS: dict[NumberField, Callable[[str], str]] = {
    "phone": check_phone,
    "bank_card": lambda text: check_card(text).number,
}


@require_POST
@require_role(Role.CLERK)
def number_check(request: AuthenticatedRequest) -> HttpResponse:
    """The other open households with the same phone or card: a warning, since families may share them."""
    field = next((name for name in NUMBER_CHECKS if name == request.POST.get("field")), None)
    if field is None:
        return HttpResponse(status=422)
    try:
        number = NUMBER_CHECKS[field](request.POST.get("number", ""))
    except DocumentError:
        return HttpResponse("")
    if asks_too_often(request.user):
        return render(request, "duplicates/_number_check.html", {"error": TOO_MANY})
    household, index = own_household(request), blind_index(number, field)
    found = list_number_twins(field=field, index=index, user=request.user, other_than=household)
    trace_elsewhere(request, household, found, field, index)
    return render(request, "duplicates/_number_check.html", {"field": field, "twins": found})
