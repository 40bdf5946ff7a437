"""The steps of a campaign, by its one table."""

from django.utils.translation import gettext as _

from cases.campaigns.models import Campaign
from cases.campaigns.selectors import count_lists, count_unpaid, has_money
from cases.campaigns.services.refusals import campaign_write
from cases.campaigns.services.reporting import report_blocker
from cases.campaigns.states import LIST_OPEN, TRANSITIONS, ListState
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow

STAMPS = {"open": "opened", "close": "closed"}


@campaign_write
def take_step(*, campaign_id: int, action: str, by: User, comment: str = "") -> Campaign:
    """Take one row of states.TRANSITIONS. Raises Refused with a sentence."""
    campaign: Campaign = workflow.lock(Campaign.objects.visible_to(by).select_related("union"), campaign_id)
    workflow.take(
        TRANSITIONS, campaign, action=action, by=by, comment=comment, blocker=step_blocker,
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
    if action == "report":
        return report_blocker(campaign)
    if action == "approve_lists" and (waiting := count_lists(campaign, ListState.SUBMITTED)):
        words = {"n": waiting, "open": count_lists(campaign, *LIST_OPEN)}
        if not words["open"]:
            return _("还有 %(n)s 份名单没有批准或退回，请先办理。") % words
        return (
            _(
                "还有 %(n)s 份名单没有批准或退回，请先办理。另有 %(open)s 份还在编制或已退回，"
                "批准以后不能再报；要等它们的，请退回重报。"
            )
            % words
        )
    if action == "cancel" and campaign.lists.filter(state=ListState.APPROVED).exists():
        if campaign.gathers:
            return _("已有批准的名单，占用着资金，请先撤销名单的批准。")
        return _("已有批准的名单，活动不能取消；不该发的人在名单上打开，逐个停发，然后提交总结、结束活动。")
    if action == "close" and (unpaid := count_unpaid(campaign)):
        return _(
            "还有 %(n)s 人的慰问金没有发放，请先发放；不该发的，请批准名单的人在名单上打开，逐个停发。"
        ) % {"n": unpaid}
    return ""


def _effect(step: workflow.Step[Campaign]) -> None:
    """What was said last stays until something else is said: who closes a campaign keeps its summary."""
    if step.comment:
        step.record.note = step.comment
    if step.row.action == "open":
        step.record.opened_for = stood_in_for(step.by)
