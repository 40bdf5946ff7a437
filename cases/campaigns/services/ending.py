"""停发: somebody on an approved list is not paid after all, while the others are."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Beneficiary, CampaignList
from cases.campaigns.selectors import has_goods, has_written
from cases.campaigns.services.lists import approver_of
from cases.campaigns.services.paying import let_go
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


@campaign_write
def end_row(*, beneficiary_id: int, reason: str, by: User) -> Beneficiary:
    """Ends one row of an approved list: what is owed is voided, what is held released, off the caps and the
    counts. Goods that were handed out before stay told. Raises CampaignRefused for whom `end_blocker` keeps
    from it and without a reason, and what payments refuse once the money left."""
    found = Beneficiary.objects.visible_to(by).get(pk=beneficiary_id)
    lists = CampaignList.objects.visible_to(by).select_related("union", "campaign__union")
    row: CampaignList = workflow.lock(lists, found.list_id)
    one: Beneficiary = workflow.lock(Beneficiary.objects.all(), beneficiary_id)
    if why := end_blocker(row, one, by):
        raise CampaignRefused(why)
    if not reason.strip():
        raise CampaignRefused(_("请写明停发的原因。"), "reason")
    let_go(row, [one], by=by, reason=reason)
    one.keeps_goods = bool(one.goods) and has_goods(row)
    one.ended_why = reason.strip()
    one.removed_at, one.removed_by, one.removed_for = timezone.now(), by, stood_in_for(by)
    one.save(update_fields=["keeps_goods", "ended_why", "removed_at", "removed_by", "removed_for"])
    audit.record("campaign_list.end", target=row, by=by, row=one.pk, reason=one.ended_why)
    return one


def end_blocker(row: CampaignList, one: Beneficiary, by: User) -> str:
    """Why this person may not end a row of a list, or ''."""
    if not (row.is_approved and row.campaign.is_live and one.removed_at is None and one.cash):
        return _("只有已批准的名单上还没有发放的慰问金可以停发。")
    union = approver_of(row)
    if by.union_id != union.pk or not by.has_role(Role.APPROVER):
        return _("由“%(union)s”的审批人停发。") % {"union": union.name}
    if has_written(row, by):
        return _("名单是您编制、上报或者列过人的，要由另一个人办理。")
    return ""
