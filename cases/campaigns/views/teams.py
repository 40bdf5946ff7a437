"""慰问组: the teams of a campaign, one with whom it sees, those who are to be seen, what a team carries."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.campaigns import reports, services
from cases.campaigns.columns import SPREAD, TEAMS, TO_SEE
from cases.campaigns.filters import SeenFilter
from cases.campaigns.forms import AllotForm, SpreadForm, TeamForm
from cases.campaigns.models import Campaign, VisitTeam
from cases.campaigns.selectors import list_campaigns
from cases.campaigns.selectors.teams import list_own_teams, list_seen_by, list_teams, list_to_see, propose
from cases.campaigns.states import READERS, WRITERS, Handed, Spread
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import without
from hardship.kernel.keys import read_keys
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused

EXPORT = ListExport(
    "visit_teams", gettext_lazy("慰问组安排表"), TEAMS, "campaigns:list",
    totals=["stops", "people", "households", "yuan"],
)  # fmt: skip
PLAN = ListExport(
    "visit_plan", gettext_lazy("慰问分派表"), TO_SEE, "campaigns:list", totals=["heads", "cash", "goods"]
)
SUMMED = ("stops", "people", "households", "yuan")
MOST_TICKED = 500
MOST_PRINTED = 300


@require_GET
@require_role(*READERS)
def teams(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The teams of the scope with whom each sees, and how many no team sees yet."""
    row = get_campaign(request, pk)
    found = list(list_teams(row, request.user))
    sums = {name: Decimal(sum(getattr(one, name) for one in found)) for name in SUMMED}
    context = {
        **Rows[Any](TEAMS, url=link_to("campaigns:team")).context(found, sums if found else None),
        "campaign": row,
        "waiting": list_to_see(row, request.user).filter(allotment__isnull=True).count(),
        "may_write": may_send(request, row),
        "has_own": any(one.union_id == request.user.union_id for one in found),
    }
    return render(request, "campaigns/teams.html", context)


@require_POST
@require_role(*READERS)
def teams_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_campaign(request, pk)
    found = list_teams(row, request.user)
    return EXPORT.answer(request, found, conditions=[row.name], filters={"campaign": row.pk})


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def team_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_campaign(request, pk)
    if request.method == "GET" and not may_send(request, row):
        return redirect("campaigns:teams", pk=pk)
    form = TeamForm(request.POST or None, of=row)
    done = attempt(form, lambda: services.form_team(campaign_id=pk, plan=form.plan(), by=request.user))
    if done.made is None:
        context = {"form": form, "campaign": row}
        return render(request, "campaigns/team_form.html", context, status=done.status)
    messages.success(request, _("已编组，请分派慰问对象。"))
    return redirect("campaigns:teams", pk=pk)


@require_GET
@require_role(*READERS)
def team(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A team and whom it sees."""
    found = get_team(request, pk)
    rows = list(list_seen_by(found))
    context = {
        **Rows[Any](without(TO_SEE, "team"), url=_next_page(request, found)).context(rows),
        "team": found,
        "campaign": found.campaign,
        "many": len(rows),
        "may_print": request.user.has_role(*CASE_WORKERS),
        "may_write": found.union_id == request.user.union_id and may_send(request, found.campaign),
    }
    return render(request, "campaigns/team.html", context)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def team_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_team(request, pk)
    if found.union_id != request.user.union_id:
        raise Http404
    if request.method == "GET" and not may_send(request, found.campaign):
        return redirect("campaigns:team", pk=pk)
    form = TeamForm(request.POST or None, of=found.campaign, team=found)
    done = attempt(form, lambda: services.change_team(team_id=pk, plan=form.plan(), by=request.user))
    if done.made is None:
        context = {"form": form, "campaign": found.campaign, "team": found}
        return render(request, "campaigns/team_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("campaigns:team", pk=pk)


@require_POST
@require_role(*WRITERS)
def team_dissolve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes a team away that sees nobody."""
    found = get_team(request, pk)
    try:
        services.dissolve_team(team_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:team", pk=pk)
    messages.success(request, _("已撤销%(team)s。") % {"team": found})
    return redirect("campaigns:teams", pk=found.campaign_id)


@require_GET
@require_role(*READERS)
def allotting(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whoever is to be seen, by which team, to be ticked."""
    row = get_campaign(request, pk)
    found = _filter(request, row)
    is_writer = may_send(request, row)
    own = list(list_own_teams(row, request.user)) if is_writer else []
    drawn = Rows[Any](
        TO_SEE, url=link_to("campaigns:beneficiary"),
        tick=(lambda one: Tick(one.pk, one, one.yuan)) if own else None,
    )  # fmt: skip
    context = {
        **drawn.page(found.chosen, request.GET),
        "campaign": row,
        "filter": found,
        "is_narrowed": bool(found.values),
        "query": urlencode(found.values),
        "form": AllotForm(teams=own) if own else None,
        "may_write": is_writer,
    }
    return render(request, "campaigns/allotting.html", context)


@require_POST
@require_role(*READERS)
def allotting_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_campaign(request, pk)
    found = _filter(request, row)
    return PLAN.answer(request, found.chosen, found, conditions=[row.name], filters={"campaign": row.pk})


@require_POST
@require_role(*WRITERS)
def allot(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Has a team see the ticked, or takes them back."""
    row = get_campaign(request, pk)
    found = _filter(request, row)
    form = AllotForm(request.POST, teams=list_own_teams(row, request.user))
    back = f"{reverse('campaigns:allotting', args=[pk])}?{urlencode(found.values)}"
    keys = read_keys(request.POST.getlist("pk"), most=MOST_TICKED)
    if not form.is_valid() or not keys:
        messages.error(request, _("请先勾选，再选择由哪个组走访。"))
        return redirect(back)
    team_id = form.cleaned_data["team"]
    try:
        if team_id:
            count = services.allot(team_id=team_id, keys=keys, by=request.user)
        else:
            count = services.take_back_allotments(campaign_id=pk, keys=keys, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    done = _("已分派 %(n)s 个。") if team_id else _("已收回 %(n)s 个。")
    messages.success(request, done % {"n": count})
    return redirect(back)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def spread(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What an even allotment would be; kept once it was looked at."""
    row = get_campaign(request, pk)
    if request.method == "GET" and not may_send(request, row):
        return redirect("campaigns:teams", pk=pk)
    asked = (request.POST or request.GET).get("way", "")
    way = asked if asked in Spread.values else Spread.ROWS.value
    form = SpreadForm(request.POST or None, way=way)
    done = attempt(form, lambda: services.allot_evenly(campaign_id=pk, by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已分派 %(n)s 个。") % {"n": done.made})
        return redirect("campaigns:teams", pk=pk)
    proposal = propose(row, request.user, way)
    context = {
        **Rows[Any](SPREAD).context(proposal.parts),
        "form": form,
        "campaign": row,
        "proposal": proposal,
        "way": way,
        "tabs": make_chips({"way": way}, "way", Spread.choices),
    }
    return render(request, "campaigns/spread.html", context, status=done.status)


@require_GET
@require_role(*CASE_WORKERS)
def team_sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """走访单, with what files say, for those who work with files; whoever sends the team out gets the numbers
    to call first."""
    found = get_team(request, pk)
    rows = list(list_seen_by(found)[: MOST_PRINTED + 1])
    if refused := _unprintable(request, found, rows):
        return refused
    full = request.user.has_role(*WRITERS) and request.user.union_id == found.union_id
    content = reports.team_sheet(found, rows, full=full)
    audit.record_export(
        "team_sheet", by=request.user, content=content, rows=len(rows), masked=not full, target=found
    )
    return paper(content, _("慰问组走访单_%(team)s.pdf") % {"team": found})


@require_GET
@require_role(*READERS)
def team_roster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """签领花名册 of a team; the download is on record."""
    found = get_team(request, pk)
    rows = list(list_seen_by(found)[: MOST_PRINTED + 1])
    if refused := _unprintable(request, found, rows):
        return refused
    content = reports.team_roster(found, rows)
    audit.record_export("team_roster", by=request.user, content=content, rows=len(rows), target=found)
    return paper(content, _("慰问签领花名册_%(team)s.pdf") % {"team": found})


def _next_page(request: AuthenticatedRequest, found: VisitTeam) -> Callable[[Any], str]:
    """Where somebody whom a team sees leads: to the form of the visit until it was handed over, for whoever
    records it; to the row itself."""
    row, visit = link_to("campaigns:beneficiary"), link_to("campaigns:visit_new")
    if not (found.campaign.is_carried_out and request.user.has_role(*WRITERS)):
        return row
    return lambda one: row(one) if one.handed == Handed.ISSUED else visit(one)


def get_campaign(request: AuthenticatedRequest, pk: int) -> Any:
    """A campaign that the person sees; else 404."""
    return get_object_or_404(list_campaigns(user=request.user), pk=pk)


def get_team(request: AuthenticatedRequest, pk: int) -> Any:
    """A team of the person's scope; else 404."""
    rows = VisitTeam.objects.visible_to(request.user).select_related("campaign__union", "union", "made_by")
    return get_object_or_404(rows, pk=pk)


def may_send(request: AuthenticatedRequest, row: Campaign) -> bool:
    """Whether this person forms teams of a campaign now."""
    return bool(row.is_visiting and request.user.has_role(*WRITERS))


def _filter(request: AuthenticatedRequest, row: Campaign) -> SeenFilter:
    return SeenFilter(
        request.GET, queryset=list_to_see(row, request.user), user=request.user, of=row,
        teams=list(list_teams(row, request.user)),
    )  # fmt: skip


def _unprintable(request: AuthenticatedRequest, found: VisitTeam, rows: list[Any]) -> HttpResponse | None:
    """Back to the team where there is nothing to print, or too much for one who waits."""
    if rows and len(rows) <= MOST_PRINTED:
        return None
    many = _("超过 %(n)s 个，请分成几个组再打印。") % {"n": MOST_PRINTED}
    messages.error(request, many if rows else _("还没有分派慰问对象，不用打印。"))
    return redirect("campaigns:team", pk=found.pk)
