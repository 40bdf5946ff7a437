"""The steps of a campaign, by its one table."""

from django.utils.translation import gettext as _

from cases.campaigns.models import Campaign
from cases.campaigns.services.refusals import campaign_write
from cases.campaigns.states import TRANSITIONS
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow

STAMPS = {"open": "opened", "close": "closed"}


@campaign_write
def take_step(*, campaign_id: int, action: str, by: User, comment: str = "") -> Campaign:
    """Take one row of states.TRANSITIONS. Raises Refused with a sentence."""
    campaign: Campaign = workflow.lock(Campaign.objects.visible_to(by).select_related("union"), campaign_id)
    workflow.take(
        TRANSITIONS, campaign, action=action, by=by, comment=comment, blocker=step_blocker, note="note",
        stamp=STAMPS.get(action, ""), effect=_effect,
        log=lambda step: audit.record(f"campaign.{action}", target=campaign, by=by),
    )  # fmt: skip
    return campaign


def step_blocker(campaign: Campaign, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if by.union_id != campaign.union_id:
        return _("由“%(union)s”办理。") % {"union": campaign.union.name}
    if row.is_decision and not {campaign.made_by_id, campaign.made_for_id}.isdisjoint(people_of(by)):
        return _("活动是您起草的，要由另一个人批准。")
    if row.action == "submit_lists" and not campaign.quotas.exists():
        return _("还没有分配名额，请先分配。")
    return ""


def _effect(step: workflow.Step[Campaign]) -> None:
    if step.row.action == "open":
        step.record.opened_for = stood_in_for(step.by)
