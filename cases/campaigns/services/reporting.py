"""A union reports its part of a campaign; the organiser takes it or sends it back."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Campaign, ReportPart
from cases.campaigns.rules.reports import Line
from cases.campaigns.selectors import list_campaigns
from cases.campaigns.selectors.campaigns import reach_parts
from cases.campaigns.selectors.figures import list_late, list_reporting
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.states import PART_TRANSITIONS, WRITERS, PartState
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow

NAMES = 5


@dataclass(frozen=True)
class Stated:
    """What a union states of its part, and its words."""

    line: Line
    text: str


@campaign_write
def submit_part(*, campaign_id: int, stated: Stated, by: User) -> ReportPart:
    """上报总结 of the person's own union, or again once it was sent back. Raises CampaignRefused for anybody
    but a clerk, a campaign that is not carried out, a union without an approved list, and a second one."""
    found = list_campaigns(user=by).values_list("pk", flat=True).get(pk=campaign_id)
    campaign: Campaign = workflow.lock(Campaign.objects.select_related("union"), found)
    if not by.has_role(*WRITERS):
        raise CampaignRefused(_("总结由经办人上报。"))
    if not campaign.is_carried_out:
        raise CampaignRefused(_("活动点了“开始慰问”以后、提交总结以前，才能上报。"))
    if not list_reporting(campaign).filter(union=by.union_id).exists():
        raise CampaignRefused(_("本工会没有已批准的名单，不用上报总结。"))
    part = ReportPart.objects.select_for_update(of=("self",)).filter(campaign=campaign, union=by.union_id)
    row = part.first() or ReportPart(campaign=campaign, union=by.union)
    if row.pk and not row.is_returned:
        raise CampaignRefused(_("总结已经上报；要改，请上级工会先退回。"))
    _write(row, stated, by)
    audit.record("report_part.submit", target=row, by=by, campaign=campaign.number)
    return row


@campaign_write
def take_part_step(*, part_id: int, action: str, by: User, comment: str = "") -> ReportPart:
    """收下 or 退回. Raises Refused with a sentence."""
    rows = reach_parts(by)
    campaign_id = rows.values_list("campaign", flat=True).get(pk=part_id)
    campaign: Campaign = workflow.lock(Campaign.objects.select_related("union"), campaign_id)
    row: ReportPart = workflow.lock(rows.select_related("union"), part_id)
    row.campaign = campaign

    def effect(step: workflow.Step[ReportPart]) -> None:
        row.note, row.decided_for = step.comment, stood_in_for(by)

    workflow.take(
        [one for one in PART_TRANSITIONS if one.is_decision], row, action=action, by=by, comment=comment,
        blocker=part_blocker, stamp="decided", effect=effect,
        log=lambda step: audit.record(f"report_part.{action}", target=row, by=by),
    )  # fmt: skip
    return row


def part_blocker(row: ReportPart, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if by.union_id != row.campaign.union_id:
        return _("由“%(union)s”办理。") % {"union": row.campaign.union.name}
    if not row.campaign.is_carried_out:
        return _("活动已经总结，各工会的总结不再变动。")
    if not {row.submitted_by_id, row.submitted_for_id}.isdisjoint(people_of(by)):
        return _("总结是您上报的，要由另一个人收下。")
    return ""


def report_blocker(campaign: Campaign) -> str:
    """Whose part is still missing before a campaign is reported, or ''."""
    late = [row.union.name for row in list_late(campaign, PartState.ACCEPTED)]
    if not late:
        return ""
    said = {"n": len(late), "names": "、".join(late[:NAMES])}
    return _("还有 %(n)s 个工会的总结没有上报或没有收下：%(names)s。请先在“总结”里催报、收下。") % said


def _write(row: ReportPart, stated: Stated, by: User) -> None:
    told: dict[str, Any] = {**vars(stated.line)}
    told.pop("label")
    for name, value in told.items():
        setattr(row, name, value)
    row.text, row.state = stated.text, PartState.SUBMITTED
    row.submitted_at, row.submitted_by, row.submitted_for = timezone.now(), by, stood_in_for(by)
    row.decided_at = row.decided_by = row.decided_for = None
    row.save()
