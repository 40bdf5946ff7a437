"""A campaign is drawn up and written, and shared out to the unions below."""

from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cases.campaigns.models import Campaign, CampaignCounter, CampaignFund, Quota, TargetGroup
from cases.campaigns.rules import ZERO, Plan, Share, add_up, find_faults, find_overruns
from cases.campaigns.selectors import add_up_list, get_caps
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.states import MOST_GROUPS, WRITERS, ListState
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import Accepted
from hardship.kernel.numbers import next_number

HEAD = (
    "kind", "name", "theme", "organisers", "from_on", "until_on", "document_no", "document_on",
    "approved_by", "twice", "instructions",
)  # fmt: skip


@campaign_write
def draft(*, plan: Plan, by: User, scan: Accepted | None = None) -> Campaign:
    """起草: a campaign of the person's own union. Raises CampaignRefused for somebody who draws none up and
    for what does not fit (rules.find_faults)."""
    _require_writer(by.union, by)
    _require_sound(plan, by.union)
    year = plan.from_on.year
    number = next_number(CampaignCounter, union_id=by.union_id, year=year)
    made = Campaign(
        union=by.union, year=year, number=f"{by.union.code}-SW{year}-{number:03d}", made_by=by,
        made_for=stood_in_for(by), **{name: getattr(plan, name) for name in HEAD},
    )  # fmt: skip
    _keep_scan(made, scan)
    made.save()
    _write_parts(made, plan)
    audit.record("campaign.draft", target=made, by=by, groups=len(plan.groups))
    return made


@campaign_write
def save(*, campaign_id: int, plan: Plan, by: User, scan: Accepted | None = None) -> Campaign:
    """Writes a draft anew, groups and funds in place of those that it had. Raises as `draft` does."""
    campaign: Campaign = workflow.lock(Campaign.objects.visible_to(by).select_related("union"), campaign_id)
    _require_writer(campaign.union, by)
    if not campaign.is_writable:
        raise CampaignRefused(_("活动已经批准，不能再改。"))
    _require_sound(plan, campaign.union)
    for name in HEAD:
        setattr(campaign, name, getattr(plan, name))
    campaign.year = plan.from_on.year
    _keep_scan(campaign, scan)
    campaign.save()
    _write_parts(campaign, plan)
    audit.record("campaign.save", target=campaign, by=by, groups=len(plan.groups))
    return campaign


@campaign_write
def share_out(*, campaign_id: int, shares: Sequence[Share], by: User) -> Campaign:
    """分配名额: what each union may list, in place of what was said before. Raises CampaignRefused once the
    lists were handed in, for a union twice, and for less than an approved list has."""
    campaign: Campaign = workflow.lock(Campaign.objects.visible_to(by).select_related("union"), campaign_id)
    _require_writer(campaign.union, by)
    if not campaign.is_shared_out:
        raise CampaignRefused(_("名单已经上报，名额不能再改。"))
    if len({share.union_id for share in shares}) != len(shares):
        raise CampaignRefused(_("一个工会只能有一行。"))
    _require_room(campaign, {share.union_id: share for share in shares})
    campaign.quotas.all().delete()
    Quota.objects.bulk_create(Quota(campaign=campaign, **vars(share)) for share in shares)
    total = add_up(shares)
    audit.record(
        "campaign.share_out", target=campaign, by=by, unions=len(shares), people=total.people,
        yuan=f"{total.yuan:.2f}",
    )  # fmt: skip
    return campaign


def _require_room(campaign: Campaign, shares: Mapping[int, Share]) -> None:
    """Raises CampaignRefused for a quota that an approved list is beyond."""
    approved = campaign.lists.filter(state=ListState.APPROVED).select_related("union").order_by("pk")
    for row in approved:
        share = shares.get(row.union_id, Share(row.union_id, 0, 0, ZERO))
        if over := list(find_overruns(add_up_list(row), share)):
            said = {"union": row.union.name, "over": "".join(over)}
            raise CampaignRefused(_("“%(union)s”的名单已经批准：%(over)s请先撤销批准，或者不减。") % said)


def _keep_scan(campaign: Campaign, scan: Accepted | None) -> None:
    if scan is not None:
        campaign.scan_type = scan.media_type
        campaign.scan.save(f"scan.{scan.extension}", ContentFile(scan.content), save=False)


def _write_parts(campaign: Campaign, plan: Plan) -> None:
    campaign.groups.all().delete()
    TargetGroup.objects.bulk_create(
        TargetGroup(campaign=campaign, position=place, **vars(group))
        for place, group in enumerate(plan.groups, 1)
    )
    campaign.paying.all().delete()
    CampaignFund.objects.bulk_create(CampaignFund(campaign=campaign, fund_id=pk) for pk in plan.funds)


def _require_writer(union: Union, by: User) -> None:
    if not (by.has_role(*WRITERS) and by.union_id == union.pk):
        raise CampaignRefused(_("由“%(union)s”的经办人起草。") % {"union": union.name})


def _require_sound(plan: Plan, union: Union) -> None:
    if not plan.groups:
        raise CampaignRefused(_("请至少填写一类慰问对象和标准。"))
    if len(plan.groups) > MOST_GROUPS:
        raise CampaignRefused(_("慰问对象最多 %(n)s 类，请合并。") % {"n": MOST_GROUPS})
    caps = get_caps(union, plan.from_on)
    for field, fault in find_faults(plan, caps.each if caps else None):
        raise CampaignRefused(fault, field or None)
