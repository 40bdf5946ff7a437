"""A list is begun, handed in, approved or sent back, and its approval taken back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.selectors.recusals import kept_out
from cases.campaigns.models import Beneficiary, Campaign, CampaignList
from cases.campaigns.rules import find_overruns
from cases.campaigns.selectors import (
    add_up_list,
    get_share,
    has_goods,
    has_written,
    list_campaigns,
    list_lines,
)
from cases.campaigns.selectors.renewals import list_unproved
from cases.campaigns.services.paying import hold_list, let_go_list
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.states import LIST_TRANSITIONS, WRITERS, ApprovedBy
from funds.ledgers.services import LedgerRefused
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow

STAMPS = {"submit": "submitted", "approve": "decided", "return": "decided", "revoke": "decided"}


@campaign_write
def begin_list(*, campaign_id: int, by: User) -> CampaignList:
    """An empty list of the person's own union. Raises CampaignRefused for a campaign that takes no lists or
    gives the union no quota, and for a second one."""
    campaign: Campaign = list_campaigns(user=by).get(pk=campaign_id)
    if not by.has_role(*WRITERS):
        raise CampaignRefused(_("名单由经办人编制。"))
    row = CampaignList(union=by.union, campaign=campaign, made_by=by, made_for=stood_in_for(by))
    row.save()
    audit.record("campaign_list.begin", target=row, by=by, campaign=campaign.number)
    return row


@campaign_write
def take_list_step(
    *, list_id: int, action: str, by: User, comment: str = "", line_id: int | None = None, seen: str = ""
) -> CampaignList:
    """Take one row of states.LIST_TRANSITIONS. To approve holds the cash of everybody on `line_id` and owes
    it to them; `seen` is the digest of what was looked at. To revoke voids and releases that. Raises Refused
    with a sentence, and what the ledger refuses."""
    rows = CampaignList.objects.visible_to(by).select_related("union", "campaign__union")
    row: CampaignList = workflow.lock(rows, list_id)

    def effect(step: workflow.Step[CampaignList]) -> None:
        if step.comment:
            row.note = step.comment
        if stamp := STAMPS.get(action):
            setattr(row, f"{stamp}_for", stood_in_for(by))
        if action == "submit":
            _require_sound(row)
            step.clear("decided")
            row.decided_for = None
        elif action == "approve":
            _approve(row, by, line_id, seen)
        elif action == "revoke":
            let_go_list(row, by=by, reason=step.comment)
            row.line = None

    workflow.take(
        LIST_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=list_blocker,
        stamp=STAMPS.get(action, ""), effect=effect,
        log=lambda step: audit.record(
            f"campaign_list.{action}", target=row, by=by, comment=bool(step.comment)
        ),
    )  # fmt: skip
    row.refresh_from_db(fields=["digest"])
    return row


def approver_of(row: CampaignList) -> Union:
    """The union that approves a list: whom the campaign says."""
    return row.union if row.campaign.approved_by == ApprovedBy.OWN else row.campaign.union


def list_blocker(row: CampaignList, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    union = approver_of(row) if step.is_decision else row.union
    if by.union_id != union.pk:
        return _("由“%(union)s”办理。") % {"union": union.name}
    if not step.is_decision:
        return "" if row.campaign.takes_lists else _("活动已不再收名单，请与组织活动的工会联系。")
    if step.action == "revoke" and not row.campaign.gathers:
        return _("名单已经收齐批准，不能再撤销；不该发的人，请在名单上打开，逐个停发。")
    if has_written(row, by):
        return _("名单是您编制、上报或者列过人的，要由另一个人办理。")
    if step.action == "revoke" and has_goods(row):
        return _("名单的物资已经发放，退回仓库以后才能撤销批准。")
    if step.action == "approve" and not row.campaign.gathers:
        return _("活动已不再收名单。")
    if step.action == "approve" and _stays_out(row, by):
        return _("名单上有您应当回避的家庭，请由其他人员批准。")
    return ""


def _stays_out(row: CampaignList, by: User) -> bool:
    rows = Beneficiary.objects.filter(list=row, removed_at__isnull=True)
    mine = rows.filter(id_number_index=by.id_number_index) if by.id_number_index else rows.none()
    return rows.filter(kept_out(by)).exists() or mine.exists()


def _require_sound(row: CampaignList) -> None:
    tally = add_up_list(row)
    if not tally.rows:
        raise CampaignRefused(_("名单上还没有人，请先列入，再上报。"))
    if over := list(find_overruns(tally, get_share(row))):
        raise CampaignRefused("".join(over))
    if unproved := list_unproved(row).count():
        raise CampaignRefused(_("还有 %(n)s 名续助学生的在读证明没有核对，请逐人核对。") % {"n": unproved})


def _approve(row: CampaignList, by: User, line_id: int | None, seen: str) -> None:
    if seen != row.digest:
        raise CampaignRefused(_("名单在您打开以后变了，请重新看过再批准。"))
    tally, today = add_up_list(row), timezone.localdate()
    if over := list(find_overruns(tally, get_share(row))):
        raise CampaignRefused("".join(over))
    row.rounds += 1
    if tally.cash:
        row.line = list_lines(row.campaign, today).filter(pk=line_id).first() if line_id else None
        if row.line is None:
            raise CampaignRefused(_("请选择从哪个资金指标付。"), "line")
        if row.line.available_yuan < tally.cash:
            said = {"free": f"{row.line.available_yuan:,.2f}", "cash": f"{tally.cash:,.2f}"}
            raise CampaignRefused(_("这个指标可用 %(free)s 元，名单要付 %(cash)s 元。") % said, "line")
    try:
        hold_list(row, by=by, on=today)
    except LedgerRefused as refusal:
        raise CampaignRefused(str(refusal), "line") from refusal
