"""Teams are formed, changed and dissolved; whom each sees is allotted by hand or spread evenly, moved, taken
back."""

from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Allotment, Campaign, VisitTeam
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.selectors import list_campaigns
from cases.campaigns.selectors.teams import list_to_see, propose
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.states import WRITERS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@campaign_write
def form_team(*, campaign_id: int, plan: TeamPlan, by: User) -> VisitTeam:
    """A team of the person's own union. Raises CampaignRefused for anybody but a clerk, a campaign whose
    lists are not approved or that is over, and a day beyond it."""
    campaign = _lock_visiting(campaign_id, by)
    _require_day(campaign, plan)
    last = VisitTeam.objects.filter(campaign=campaign, union=by.union_id).aggregate(n=Max("position"))["n"]
    team = VisitTeam(campaign=campaign, union=by.union, position=(last or 0) + 1, made_by=by)
    _write(team, plan)
    audit.record("visit_team.form", target=team, by=by)
    return team


@campaign_write
def change_team(*, team_id: int, plan: TeamPlan, by: User) -> VisitTeam:
    """Raises as `form_team` does."""
    team = lock_team(team_id, by)
    _require_day(team.campaign, plan)
    _write(team, plan)
    audit.record("visit_team.change", target=team, by=by)
    return team


@campaign_write
def dissolve_team(*, team_id: int, by: User) -> None:
    """Takes a team away that sees nobody. Raises CampaignRefused while it does, and once it went to somebody,
    met or not."""
    team = lock_team(team_id, by)
    if team.allotments.exists():
        raise CampaignRefused(_("这个组还分派了慰问对象，请先移到别的组或者收回。"))
    if team.visits.exists():
        raise CampaignRefused(_("这个组已经登记过走访，要留着，不能撤销；可以不再给它分派。"))
    audit.record("visit_team.dissolve", target=team.campaign, by=by, team=team.position)
    team.delete()


@campaign_write
def allot(*, team_id: int, keys: Collection[int], by: User) -> int:
    """Has a team see these people, whichever team saw them before; returns how many. Raises CampaignRefused
    for anybody but a clerk of the team's union, and for whom a team visited."""
    team = lock_team(team_id, by)
    rows = list(list_to_see(team.campaign, by).filter(pk__in=keys))
    return _allot(team.campaign, {row.pk: team.pk for row in rows}, by)


@campaign_write
def allot_evenly(*, campaign_id: int, way: str, seen: str, by: User) -> int:
    """Keeps what `propose` shows, once it is what the person looked at (`seen`); returns how many rows it
    is. Raises CampaignRefused where it changed meanwhile."""
    campaign = _lock_visiting(campaign_id, by)
    proposal = propose(campaign, by, way)
    if proposal.digest != seen:
        raise CampaignRefused(_("名单或慰问组在您打开以后变了，请重新看过再保存。"))
    return _allot(campaign, proposal.spread, by)


@campaign_write
def take_back_allotments(*, campaign_id: int, keys: Collection[int], by: User) -> int:
    """No team sees these people any more; returns how many. Of the teams of the person's own union."""
    campaign = _lock_visiting(campaign_id, by)
    rows = _of(campaign, keys, by)
    count, _kinds = rows.delete()
    if count:
        audit.record("campaign.take_back_allotments", target=campaign, by=by, count=count)
    return count


def lock_team(team_id: int, by: User) -> VisitTeam:
    """A team of the person's own union, its campaign locked before it."""
    campaign_id = VisitTeam.objects.visible_to(by).values_list("campaign", flat=True).get(pk=team_id)
    campaign = _lock_visiting(campaign_id, by)
    team: VisitTeam = workflow.lock(VisitTeam.objects.select_related("union"), team_id)
    if team.union_id != by.union_id:
        raise CampaignRefused(_("由“%(union)s”的经办人办理。") % {"union": team.union.name})
    team.campaign = campaign
    return team


def _lock_visiting(campaign_id: int, by: User) -> Campaign:
    """A campaign that teams are sent out in; who writes its teams takes turns."""
    found = list_campaigns(user=by).values_list("pk", flat=True).get(pk=campaign_id)
    campaign: Campaign = workflow.lock(Campaign.objects.select_related("union"), found)
    if not by.has_role(*WRITERS):
        raise CampaignRefused(_("慰问组由经办人编排。"))
    if not campaign.is_visiting:
        raise CampaignRefused(_("名单批准以后、总结以前，才能编慰问组、分派慰问对象。"))
    return campaign


def _write(team: VisitTeam, plan: TeamPlan) -> None:
    for name, value in {**vars(plan), "members": list(plan.members), "phone": plan.phone or None}.items():
        setattr(team, name, value)
    team.save()


def _require_day(campaign: Campaign, plan: TeamPlan) -> None:
    if not campaign.from_on <= plan.visits_on <= campaign.until_on:
        said = {"start": campaign.from_on.isoformat(), "end": campaign.until_on.isoformat()}
        raise CampaignRefused(_("慰问日期要在活动期间（%(start)s 至 %(end)s）。") % said, "visits_on")


def _of(campaign: Campaign, keys: Collection[int], by: User) -> QuerySet[Any]:
    return Allotment.objects.filter(
        team__campaign=campaign, team__union=by.union_id, beneficiary__in=list(keys)
    )


def _allot(campaign: Campaign, spread: dict[int, int], by: User) -> int:
    held = Allotment.objects.filter(beneficiary__in=list(spread), team__campaign=campaign)
    if foreign := held.exclude(team__union=by.union_id).select_related("team__union", "beneficiary").first():
        said = {"name": foreign.beneficiary.name, "union": foreign.team.union.name}
        raise CampaignRefused(_("%(name)s已由“%(union)s”的慰问组走访，请先与对方商量收回。") % said)
    held.delete()
    now = timezone.now()
    Allotment.objects.bulk_create(
        Allotment(beneficiary_id=row, team_id=team, allotted_by=by, allotted_at=now)
        for row, team in spread.items()
    )
    if spread:
        audit.record("campaign.allot", target=campaign, by=by, count=len(spread))
    return len(spread)
