"""The differences between lists and files: the work list, one of them, what it turned out to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms.findings import ActionForm
from cases.archives.states import ChangeState
from cases.crosschecks import services
from cases.crosschecks.columns import HIT_COLUMNS
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.rules import describe
from cases.crosschecks.selectors import get_answer, list_hits
from cases.crosschecks.states import CHECKERS, HIT_TONES, CheckKind, HitState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

READERS = (*CHECKERS, Role.AUDITOR)
TABS = (
    ("hits", "crosschecks:hit_list", gettext_lazy("核对差异")),
    ("lists", "crosschecks:crosscheck_list", gettext_lazy("核对名单")),
    ("unauthorised", "crosschecks:crosscheck_unauthorised", gettext_lazy("缺授权")),
)


@dataclass(frozen=True)
class HitRow:
    """A difference as a line: what the list says, and the colour of where it stands."""

    hit: CrossCheckHit
    listed: list[str]
    badge: str

    @property
    def place(self) -> str:
        """The union, and whose household it is when it is not the person's own."""
        household = self.hit.household
        is_head = self.hit.member_id == household.head_id
        return household.union.name if is_head else f"{household.union.name} · {household}{_('户')}"


def make_tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name), "count": None, "current": key == current}
        for key, name, label in TABS
    ]


def make_rows(hits: Iterable[CrossCheckHit]) -> list[HitRow]:
    return [HitRow(hit, describe(hit.crosscheck.kind, hit.listed), HIT_TONES[hit.state]) for hit in hits]


def hit_rows() -> Rows[HitRow]:
    def listed(row: HitRow) -> SafeString:
        lines = format_html_join("", '<span class="d-block">{}</span>', ((line,) for line in row.listed))
        return lines or format_html('<span class="muted">{}</span>', _("没有此户"))

    return Rows(
        HIT_COLUMNS,
        url=link_to("crosschecks:hit", "hit.uid"),
        drawn={"listed": listed},
    )


def make_chips(counts: Mapping[str, int], current: str) -> list[dict[str, Any]]:
    chips: list[dict[str, Any]] = [{"state": "", "label": _("全部"), "count": sum(counts.values())}]
    chips += [
        {"state": state.value, "label": state.label, "count": counts[state]}
        for state in HitState
        if counts[state] or state == HitState.OPEN
    ]
    return [{**chip, "current": chip["state"] == current} for chip in chips]


@require_GET
@require_role(*READERS)
def hit_list(request: AuthenticatedRequest) -> HttpResponse:
    """Every difference on files of the person's scope; those that wait come first."""
    hits, state, kind = _narrowed(request)
    context = {
        **hit_rows().page(hits, request.GET, make=make_rows),
        "tabs": make_tabs("hits"),
        "states": HitState.choices,
        "kinds": CheckKind.choices,
        "state": state,
        "shows_open": state == HitState.OPEN,
        "kind": kind,
        "may_import": request.user.has_role(*CHECKERS),
    }
    return render(request, "crosschecks/hit_list.html", context)


EXPORT = ListExport("hits", gettext_lazy("核对差异台账"), HIT_COLUMNS, "crosschecks:hit_list")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The differences as they are narrowed; the download is on record."""
    hits, state, kind = _narrowed(request)
    words = {**dict(HitState.choices), **dict(CheckKind.choices)}
    told = [str(words[value]) for value in (state, kind) if value in words]
    return EXPORT.answer(
        request, hits, conditions=told, filters={"state": state, "kind": kind}, make=make_rows
    )


def _narrowed(request: AuthenticatedRequest) -> tuple[QuerySet[CrossCheckHit], str, str]:
    """The differences, and the state and the kind of list that they are narrowed to: what waits, unless
    another state is asked for."""
    state, kind = request.GET.get("state", HitState.OPEN), request.GET.get("kind", "")
    state, kind = state if state in HitState.values else "all", kind if kind in CheckKind.values else ""
    hits = list_hits(request.user, state="" if state == "all" else state)
    return (hits.filter(crosscheck__kind=kind) if kind else hits), state, kind


def _get(request: AuthenticatedRequest, uid: UUID) -> CrossCheckHit:
    rows = CrossCheckHit.objects.visible_to(request.user).select_related(
        "crosscheck__union", "household__head", "household__union", "member", "state_by", "change"
    )
    return get_object_or_404(rows, uid=uid)


@require_GET
@require_role(*READERS)
def hit(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*CHECKERS)
def hit_step(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    row = _get(request, uid)
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refusal=_("没有这个操作。"), status=422)
    try:
        taken = services.take_hit_step(hit_id=row.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, _get(request, uid), refusal=str(refusal), status=409)
    messages.success(request, _("已办理“%(label)s”。") % {"label": taken.label})
    return redirect("crosschecks:hit", uid=uid)


def _page(
    request: AuthenticatedRequest, row: CrossCheckHit, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "row": make_rows([row])[0],
        **_way_on(request, row),
        "hit": row,
        "steps": row.steps.select_related("by").order_by("-pk"),
        "buttons": services.list_hit_buttons(row, request.user),
        "refusal": refusal,
    }
    return render(request, "crosschecks/hit.html", context, status=status)


def _way_on(request: AuthenticatedRequest, row: CrossCheckHit) -> dict[str, Any]:
    """Where a change that answers the difference is asked for, and what stands in the way."""
    nothing = {"ask_url": "", "ask_section": "", "is_taken": False, "leads_out": False, "way": False}
    if not services.may_ask(row, request.user):
        return nothing
    answer = get_answer(row)
    if answer is None:
        return nothing | {"leads_out": True, "way": True}
    address = reverse("archives:section", args=[row.household_id, answer.section])
    is_taken = row.household.changes.filter(section=answer.section, state=ChangeState.PENDING).exists()
    return nothing | {
        "ask_url": f"{address}?{urlencode({'cause': services.cause_name(row)})}",
        "ask_section": answer.section.label,
        "is_taken": is_taken,
        "way": not is_taken,
    }
