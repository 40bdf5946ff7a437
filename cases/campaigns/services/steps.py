"""The steps of a campaign, by its one table."""

from django.utils.translation import gettext as _

from cases.campaigns.models import Campaign
from cases.campaigns.selectors import count_unpaid, count_waiting, has_money
from cases.campaigns.services.refusals import campaign_write
from cases.campaigns.states import TRANSITIONS, ListState
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
    if row.action == "open" and not has_money(campaign):
        return _("要发现金，还没有选这类慰问可以用的资金，请由起草人修改活动、选好资金再批准。")
    if row.action == "submit_lists" and not campaign.quotas.exists():
        return _("还没有分配名额，请先分配。")
    return _lists_blocker(campaign, row.action)


def _lists_blocker(campaign: Campaign, action: str) -> str:
    """What of the lists keeps a campaign from a step, or ''."""
    if action == "approve_lists" and (waiting := count_waiting(campaign)):
        return _("还有 %(n)s 份名单没有批准或退回，请先办理。") % {"n": waiting}
    if action == "cancel" and campaign.lists.filter(state=ListState.APPROVED).exists():
        return _("已有批准的名单，占用着资金，请先撤销名单的批准。")
    if action == "close" and (unpaid := count_unpaid(campaign)):
        return _("还有 %(n)s 人的慰问金没有发放，请先发放或者撤销名单的批准。") % {"n": unpaid}
    return ""


def _effect(step: workflow.Step[Campaign]) -> None:
    if step.row.action == "open":
        step.record.opened_for = stood_in_for(step.by)
