"""存量档案接收: the lists, one list, its steps, its samples, files taken out, the workbook."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.states.taking_over import DECIDERS
from cases.intakes import reports, services
from cases.intakes.columns import INTAKE_COLUMNS, ROW_COLUMNS, SAMPLE_COLUMNS
from cases.intakes.filters import RowFilter
from cases.intakes.forms import OutForm, SampleForm, StepForm
from cases.intakes.models import Intake, IntakeRow, IntakeSample
from cases.intakes.selectors import lists as selectors
from cases.intakes.states import READERS, RowState
from cases.rosters.models import RosterImport
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.keys import read_keys
from hardship.kernel.links import link_to
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused

MOST_TICKED = 500


@require_GET
@require_role(*READERS)
def intake_list(request: AuthenticatedRequest) -> HttpResponse:
    rows: Rows[Intake] = Rows(INTAKE_COLUMNS, url=link_to("intakes:intake", "uid"))
    waiting = selectors.list_to_hand_in(request.user) if request.user.has_role(Role.CLERK) else ()
    found = selectors.list_intakes(request.user)
    context = {**rows.page(found, request.GET), "waiting": waiting[:20]}
    return render(request, "intakes/intakes.html", context)


@require_POST
@require_role(Role.CLERK)
def hand_in(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Give the drafts of an import to the county as one list."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user), uid=uid)
    try:
        made = services.hand_in(roster_id=roster.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("rosters:import_detail", uid=uid)
    messages.success(request, _("已交区县核对。"))
    return redirect("intakes:intake", uid=made.uid)


@require_GET
@require_role(*READERS)
def intake(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, get_intake(request, uid))


@require_POST
@require_role(*DECIDERS, Role.CLERK)
def intake_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row, form = get_intake(request, uid), StepForm(request.POST)
    done = attempt(form, lambda: services.take_step(intake_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, get_intake(request, uid), form, status=done.status)
    messages.success(request, _("已办理：%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("intakes:intake", uid=uid)


@require_POST
@require_role(*DECIDERS)
def take_out(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Take the ticked files off the list, with a reason."""
    row, form = get_intake(request, uid), OutForm(request.POST)
    keys = read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
    if not keys:
        form.add_error(None, _("请先勾选档案。"))
    done = attempt(
        form,
        lambda: services.take_out(intake_id=row.pk, keys=keys, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return _page(request, get_intake(request, uid), form, status=done.status)
    messages.success(request, _("已移出 %(n)s 户。") % {"n": done.made})
    return redirect("intakes:intake", uid=uid)


@require_http_methods(["GET", "POST"])
@require_role(*DECIDERS)
def sample(request: AuthenticatedRequest, uid: uuid.UUID, position: int) -> HttpResponse:
    """One file that was drawn; once it is judged, the next one that nobody has looked at."""
    row = get_intake(request, uid)
    samples = selectors.list_samples(row)
    one = get_object_or_404(samples, position=position)
    posted = request.POST if request.method == "POST" else None
    form = SampleForm(posted, initial={"verdict": one.verdict, "note": one.note})
    done = attempt(
        form, lambda: services.look_at_sample(sample_id=one.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is not None:
        return _onward(row, selectors.list_samples(row).filter(verdict="").first())
    why = services.decide_blocker(row, request.user)
    context = {
        "intake": row, "sample": one, "form": form, "why": why, "count": samples.count(),
        "household": one.row.household, "members": one.row.household.members.filter(removed_at__isnull=True),
    }  # fmt: skip
    return render(request, "intakes/sample.html", context, status=done.status)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The files of the list as the page shows them, narrowed; the download is on record."""
    row = get_intake(request, uid)
    found = RowFilter(request.GET, queryset=selectors.list_rows(row))
    rows = list(found.chosen[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        return narrow_first(request, f"{reverse('intakes:intake', args=[uid])}?{urlencode(found.values)}")
    content = reports.intake_workbook(row, rows, conditions=_conditions(found), by=request.user)
    audit.record_export(
        "intake", by=request.user, content=content, rows=len(rows), target=row, filters=found.recorded
    )
    return workbook(content, _("存量档案接收名单.xlsx"))


def get_intake(request: AuthenticatedRequest, uid: uuid.UUID) -> Intake:
    """A list of the person's scope; else 404."""
    rows = Intake.objects.visible_to(request.user).select_related(
        "union", "roster", "submitted_by", "agreed_by", "accepted_by"
    )
    return get_object_or_404(rows, uid=uid)


def _conditions(found: RowFilter) -> list[str]:
    """How the list is narrowed, in words: by what its chips say too."""
    state = found.values.get("state")
    told = [_("状态：%(state)s") % {"state": RowState(state).label}] if state else []
    return [*told, *(words for _name, words in found.described())]


def _onward(row: Intake, following: IntakeSample | None) -> HttpResponse:
    if following is None:
        return redirect(f"{reverse('intakes:intake', args=[row.uid])}#samples")
    return redirect("intakes:sample", uid=row.uid, position=following.position)


def _page(
    request: AuthenticatedRequest,
    row: Intake,
    refused: StepForm | OutForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user, found = request.user, RowFilter(request.GET, queryset=selectors.list_rows(row))
    page, may_decide = numbered(found.chosen, request.GET), not services.decide_blocker(row, user)
    context = {
        "intake": row,
        "page": page,
        **_rows(may_tick=may_decide).context(page),
        "filter": found,
        "is_narrowed": bool(found.values),
        "query": urlencode(found.values),
        "chips": _chips(row, found),
        "buttons": services.list_buttons(row, user),
        "may_decide": may_decide,
        "held_up": services.held_up(row) if row.is_being_decided else "",
        "out_form": refused if isinstance(refused, OutForm) else OutForm(),
        "refused": refused,
        "totals": selectors.get_totals(row),
        "drawn": selectors.get_draw(row),
        "next_sample": _next_position(row) if may_decide else None,
        "samples": _samples(row, may_decide=may_decide),
        "steps": selectors.list_steps(row),
        "job": selectors.get_job(row) if row.is_writing else None,
    }
    return render(request, "intakes/intake.html", context, status=status)


def _next_position(row: Intake) -> int | None:
    """The first sample that nobody has looked at."""
    following = selectors.list_samples(row).filter(verdict="").first()
    return following.position if following else None


def _samples(row: Intake, *, may_decide: bool) -> dict[str, Any]:
    drawn: Rows[IntakeSample] = Rows(
        SAMPLE_COLUMNS,
        url=(lambda one: reverse("intakes:sample", args=[row.uid, one.position]))
        if may_decide
        else (lambda one: reverse("archives:case", args=[one.row.household_id])),
    )
    return drawn.context(list(selectors.list_samples(row)))


def _chips(row: Intake, found: RowFilter) -> list[dict[str, Any]]:
    counts, kept = selectors.count_states(row), {k: v for k, v in found.values.items() if k != "state"}
    choices = [("", _("全部"), sum(counts.values()))]
    choices += [(state.value, str(state.label), counts[state]) for state in RowState if counts[state]]
    return [
        {"label": label, "url": f"?{urlencode({**kept, **({'state': value} if value else {})})}",
         "count": count, "current": found.values.get("state", "") == value}
        for value, label, count in choices
    ]  # fmt: skip


def _rows(*, may_tick: bool) -> Rows[IntakeRow]:
    def changed(one: IntakeRow) -> str:
        return _("提交以后又改过") if one.state == RowState.OPEN and getattr(one, "is_changed", False) else ""

    return Rows(
        choose(ROW_COLUMNS, ()),
        url=lambda one: reverse("archives:case", args=[one.household_id]),
        notes={"basis": changed},
        tick=(lambda one: Tick(one.pk, one.household, is_open=one.state == RowState.OPEN))
        if may_tick
        else None,
    )
