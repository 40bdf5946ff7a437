"""信访接待: the list, one petition, its answer on paper, a number in full, how many came."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.applications.selectors.unfiled import list_off_file_programmes
from cases.petitions import reports, services
from cases.petitions.columns import COUNT_COLUMNS, PETITION_COLUMNS
from cases.petitions.filters import SHOWN, CountFilter, PetitionFilter
from cases.petitions.forms import SECRET, AidForm, HelperForm, StepForm
from cases.petitions.models import Petition
from cases.petitions.rules import Count, cross_add
from cases.petitions.selectors import petitions as selectors
from cases.petitions.selectors.terms import count_by_channel
from cases.petitions.states import READERS, WRITERS, Channel, Matter
from cases.policies.models import Programme
from cases.policies.selectors import get_calendar, list_programmes
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.answers import note, paper
from hardship.kernel.columns import choose
from hardship.kernel.links import make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import day, deadline

EXPORT = ListExport("petitions", gettext_lazy("信访接待台账"), PETITION_COLUMNS, "petitions:petitions")
SHEET = ListExport("petition_counts", gettext_lazy("信访接待统计"), COUNT_COLUMNS, "petitions:counts")


@require_GET
@require_role(*READERS)
def petition_list(request: AuthenticatedRequest) -> HttpResponse:
    """What the person sees; what is open, unless a chip says otherwise."""
    found = _filter(request)
    calendar = get_calendar()
    today = timezone.localdate()
    rows = Rows[Any](
        choose(PETITION_COLUMNS, ()),
        url=lambda row: reverse("petitions:petition", args=[row.uid]),
        drawn={
            "due_on": lambda row: (
                deadline(calendar.days_left(row.due_on, today), row.due_on) if row.due_on else day(None)
            )
        },
    )
    kept = {name: value for name, value in found.values.items() if name != "show"}
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "shown": found.values["show"],
        "is_narrowed": bool(kept),
        "chips": make_chips(found.values, "show", SHOWN),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "petitions/petitions.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; who a complaint is from stands there for its handlers alone."""
    found = _filter(request)
    shown = [str(dict(SHOWN)[found.values["show"]])]
    return EXPORT.answer(request, found.chosen, found, conditions=shown)


@require_GET
@require_role(*READERS)
def petition(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = get_petition(request, uid)
    note_read(row, request.user)
    return page(request, row)


@require_GET
@require_role(*READERS)
def answer(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """答复书, for whoever may know to whom it goes."""
    row = get_petition(request, uid)
    if row.answered_at is None or row.is_masked:
        raise Http404
    content = reports.answer_letter(row)
    audit.record_export("petition_answer", by=request.user, content=content, rows=1, target=row)
    return paper(content, f"{_('信访答复书')}_{row.number}.pdf")


@require_POST
@require_role(*READERS)
def reveal(request: AuthenticatedRequest, uid: uuid.UUID, field: str) -> HttpResponse:
    """One masked number in full, as plain text; it leaves a row in the trail."""
    row = get_petition(request, uid)
    if field not in SECRET or row.is_masked:
        raise Http404
    audit.record_reveal(target=row, field=field, by=request.user)
    return note(getattr(row, field).reveal())


@require_GET
@require_role(*READERS)
def counts(request: AuthenticatedRequest) -> HttpResponse:
    """How many came by each channel with each matter: figures, nobody's name."""
    found = _counted(request)
    table, sums = _table(found)
    context = {
        **Rows[Any](COUNT_COLUMNS).context([*table, sums]),
        "filter": found,
        "has_any": bool(sums["total"]),
    }
    return render(request, "petitions/counts.html", context)


@require_POST
@require_role(*READERS)
def counts_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same figures as a workbook."""
    found = _counted(request)
    table, sums = _table(found)
    header_lines = [text for _name, text in found.described()]
    return SHEET.answer(request, [*table, sums], conditions=header_lines, filters=found.recorded)


def page(request: AuthenticatedRequest, row: Petition, status: int = 200, **refused: Any) -> HttpResponse:
    """The petition; a refused step stays open with what was typed."""
    form, by = refused.get("form"), request.user
    action = form.data.get("action", "") if form else ""
    buttons = services.list_buttons(row, by)
    acts = {button.action for button in buttons}
    unions = receivers(request, row) if "transfer" in acts else []
    people = selectors.list_handlers(row) if "assign" in acts or not services.helper_blocker(row, by) else []
    context = {
        "petition": row,
        "steps": [
            {
                "row": button,
                "form": form if button.action == action
                else StepForm(unions=unions, people=people, auto_id=f"id_{button.action}_%s"),
            }
            for button in buttons
        ],
        "action": action,
        "refused": form or refused.get("helper_form") or refused.get("aid_form"),
        "light": _light(row),
        "is_visible": row.household is not None and by.covers([row.household.union]),
        "may_edit": not services.change_blocker(row, by),
        "may_lead": not services.lead_blocker(row, by),
        "helper_form": refused.get("helper_form")
        or (None if services.helper_blocker(row, by) else HelperForm(people=people, auto_id="id_helper_%s")),
        "aid_form": refused.get("aid_form") or _aid_form(row, by),
        "may_see_lead": row.lead is not None and by.covers([row.union]),
        "may_see_application": row.application is not None and by.covers([row.application.union]),
    }  # fmt: skip
    return render(request, "petitions/petition.html", context, status=status)


def get_petition(request: AuthenticatedRequest, uid: uuid.UUID) -> Petition:
    """The row with its history, when the person may see it, with whether they may know who it is from."""
    rows = selectors.with_history(selectors.list_petitions(request.user))
    found: Petition = get_object_or_404(
        rows.select_related("accused_union", "accused", "answered_by"), uid=uid
    )
    return found


def note_read(row: Petition, by: User) -> None:
    """Whoever reads what accuses somebody is on record, each time."""
    if row.accuses:
        audit.record("petition.read", target=row, by=by, kind=Kind.READ)


def receivers(request: AuthenticatedRequest, row: Petition) -> list[Any]:
    return selectors.list_receivers(row.union, request.user, request.POST.get("receiver", ""))


def programmes_of(row: Petition, by: User) -> list[Programme]:
    """By which an application may be begun: those of the person's file, else those that need none."""
    if row.household is not None:
        return list_programmes(union=row.household.union, on=timezone.localdate())
    return list_off_file_programmes(by.union)


def _aid_form(row: Petition, by: User) -> AidForm | None:
    if services.aid_blocker(row, by):
        return None
    return AidForm(programmes=programmes_of(row, by), auto_id="id_aid_%s")


def _light(row: Petition) -> object:
    if row.due_on is None:
        return ""
    return deadline(get_calendar().days_left(row.due_on, timezone.localdate()), row.due_on)


def _filter(request: AuthenticatedRequest) -> PetitionFilter:
    query = request.GET.copy()
    if query.get("show") not in dict(SHOWN):
        query["show"] = "open"
    return PetitionFilter(query, queryset=selectors.list_petitions(request.user), user=request.user)


def _counted(request: AuthenticatedRequest) -> CountFilter:
    rows = Petition.objects.visible_to(request.user)
    return CountFilter(request.GET, queryset=rows, user=request.user)


def _table(found: CountFilter) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    counted = count_by_channel(found.chosen)
    persons = sum(row.persons for row in counted)
    columns = cross_add(counted)
    total = {"matter": _("合计"), **_cells(columns), "total": sum(columns.values()), "persons": persons}
    return [_line(row) for row in counted], total


def _line(row: Count) -> dict[str, Any]:
    return {
        "matter": str(Matter(row.matter).label),
        **_cells(row.by_channel),
        "total": row.total,
        "persons": row.persons,
    }


def _cells(numbers: dict[str, int]) -> dict[str, int]:
    return {channel: numbers.get(channel, 0) for channel in Channel.values}
