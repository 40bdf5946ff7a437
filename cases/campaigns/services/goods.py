"""The goods of an approved list leave a store of the union by one slip, which a colleague checks against the
signatures; what nobody got comes back by others."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.campaigns.models import CampaignList
from cases.campaigns.selectors import add_up_list, find_out
from cases.campaigns.services.refusals import CampaignRefused
from cases.campaigns.states import LIST_SOURCE, WRITERS
from funds.goods import services as goods
from funds.goods.models import Slip
from funds.goods.services.once import Key
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def issue_goods(*, list_id: int, store_id: int, units: Mapping[int, int], on: date, by: User) -> Slip:
    """发放物资: whole units by the keys of items, for everybody on an approved list who gets goods, signed
    for on a day. Raises CampaignRefused for anybody but a clerk of the union, a list that is not approved or
    has no goods, a day before the approval or to come, and for more than the list says; GoodsRefused for
    less in the store, and for a list that has its goods."""
    rows = CampaignList.objects.visible_to(by).select_related("union", "campaign")
    row: CampaignList = workflow.lock(rows, list_id)
    if row.union_id != by.union_id or not by.has_role(*WRITERS):
        raise CampaignRefused(_("由“%(union)s”的经办人办理。") % {"union": row.union.name})
    planned = add_up_list(row).goods
    if not row.is_approved or not planned or row.decided_at is None:
        raise CampaignRefused(_("名单批准以后、有物资的，才能发放物资。"))
    if not timezone.localdate(row.decided_at) <= on <= timezone.localdate():
        raise CampaignRefused(_("签领日期要在名单批准那天以后，不晚于今天。"), "on")
    slip = goods.issue(
        store_id=store_id, wanted=units, source=source_of(row), on=on, by=by, memo=row.campaign.number,
        is_checked=True,
    )  # fmt: skip
    worth = sum((-line.change * line.lot.value for line in slip.lines.select_related("lot")), Decimal(0))
    if worth > planned:
        said = {"worth": f"{worth:,.2f}", "planned": f"{planned:,.2f}"}
        raise CampaignRefused(_("这些物资折价 %(worth)s 元，名单上是 %(planned)s 元，请改少。") % said)
    audit.record("campaign_list.issue", target=row, by=by, slip=slip.pk)
    return slip


@transaction.atomic
def return_list_goods(
    *, list_id: int, units: Mapping[int, int], on: date, reason: str, by: User, key: Key = None
) -> Slip:
    """退回物资: units of lots (by key) that nobody of the list got come back to the store, for a colleague to
    count. Raises CampaignRefused for anybody but a clerk of the union, and where nothing is out; GoodsRefused
    for more than is out, a day before the hand-out, and without a reason."""
    rows = CampaignList.objects.visible_to(by).select_related("union", "campaign")
    row: CampaignList = workflow.lock(rows, list_id)
    if row.union_id != by.union_id or not by.has_role(*WRITERS):
        raise CampaignRefused(_("由“%(union)s”的经办人办理。") % {"union": row.union.name})
    slip = find_out(row)
    if slip is None:
        raise CampaignRefused(_("这份名单没有发出去、复核过的物资可以退回。"))
    if not units:
        raise CampaignRefused(_("请填写退回几件。"))
    made = goods.give_back(
        slip_id=slip.pk, units=units, source=source_of(row), reason=reason, on=on, by=by, key=key
    )
    audit.record("campaign_list.return_goods", target=row, by=by, slip=made.pk)
    return made


def source_of(row: CampaignList) -> str:
    """The name under which a slip knows a list."""
    return f"{LIST_SOURCE}:{row.pk}"


def _lock(key: int) -> None:
    CampaignList.objects.select_for_update(of=("self",)).get(pk=key)


goods.SOURCES.add(LIST_SOURCE)(
    goods.SlipSource(
        gettext_lazy("慰问名单"), lambda key: reverse("campaigns:people", args=[key]), lock=_lock
    )
)
