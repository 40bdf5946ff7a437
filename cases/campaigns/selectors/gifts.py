"""What one person got in a year of campaigns, whichever unions gave it, in yuan: cash as the ledger's cap
counts it, and the worth of goods on approved lists."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from cases.archives.rules.subjects import person_of
from cases.archives.selectors.grace import list_aided
from cases.campaigns.models import Beneficiary, CampaignList, Renewal
from cases.campaigns.selectors.campaigns import get_caps
from cases.campaigns.selectors.lists import mark_doubles
from cases.campaigns.states import GIFTS, Kind, ListState
from funds.ledgers.models import CapUsage

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Given:
    """Yuan by the blind index of whoever got them."""

    cash: dict[bytes, Decimal] = field(repr=False)
    goods: dict[bytes, Decimal] = field(repr=False)

    def of(self, index: bytes) -> Decimal:
        """Both together."""
        return self.cash.get(index, ZERO) + self.goods.get(index, ZERO)


def get_given(indexes: Collection[bytes], year: int) -> Given:
    """What these people got of approved lists of a year."""
    names = {person_of(index): index for index in indexes}
    used = CapUsage.objects.filter(subject__in=names, scope=GIFTS, year=year).values_list("subject", "used")
    rows = Beneficiary.objects.filter(
        Q(removed_at__isnull=True) | Q(keeps_goods=True), id_number_index__in=indexes, goods__gt=0,
        campaign__year=year, list__state=ListState.APPROVED,
    )  # fmt: skip
    goods = rows.order_by().values("id_number_index").annotate(sum=Sum("goods"))
    return Given(
        {names[subject]: yuan for subject, yuan in used},
        {bytes(row["id_number_index"] or b""): row["sum"] for row in goods},
    )


def sum_by_person(rows: Sequence[Beneficiary], name: str) -> dict[bytes, Decimal]:
    """The yuan of these rows (cash or goods) by the blind index of whom they are for."""
    sums: dict[bytes, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        if row.id_number_index:
            sums[bytes(row.id_number_index)] += getattr(row, name)
    return sums


def find_remarks(of: CampaignList, rows: Sequence[Any]) -> dict[int, str]:
    """What whoever writes or approves a list should know of these rows, by their keys: somebody twice in the
    campaign, beyond the cap of the year, off file again, without an account, aided again."""
    twice = mark_doubles(rows, of.campaign)
    over = set() if of.is_approved else _beyond(of, rows)
    files = [row.household for row in rows if row.household]
    aided = list_aided(files) if files else set()
    told: dict[int, list[str]] = defaultdict(list)
    renewed = _renewed(of, rows)
    for row in rows:
        if row.pk in renewed:
            told[row.pk].append(renewed[row.pk])
        if row.pk in twice:
            told[row.pk].append(_("本活动中列了不止一次"))
        if row.pk in over:
            told[row.pk].append(_("超过每人每年的慰问限额"))
        if row.household_id and row.household_id not in aided:
            told[row.pk].append(_("档案已不在档"))
        if row.cash and not _has_card(row):
            told[row.pk].append(_("没有登记银行卡，发放以前要补录"))
    return {key: "；".join(words) for key, words in told.items()}


def _renewed(of: CampaignList, rows: Sequence[Any]) -> dict[int, str]:
    """Of those who were aided last year too the how many-th year it is, and whether a proof is missing."""
    if of.campaign.kind != Kind.TUITION:
        return {}
    found = Renewal.objects.filter(row__in=[row.pk for row in rows]).select_related("proof")
    return {one.row_id: one.words for one in found}


def _has_card(row: Beneficiary) -> bool:
    """Whether there is an account to pay to, where the row is paid at that of a file or somebody off file."""
    if row.household is not None:
        return bool(row.household.head and row.household.head.bank_card)
    return bool(row.person.bank_card if row.person is not None else row.bank_card)


def _beyond(of: CampaignList, rows: Sequence[Any]) -> set[int]:
    caps = get_caps(of.union, of.campaign.from_on)
    if caps is None:
        return set()
    cash, goods = sum_by_person(rows, "cash"), sum_by_person(rows, "goods")
    given = get_given(set(cash), of.campaign.year)
    beyond = {index for index in cash if given.of(index) + cash[index] + goods[index] > caps.yearly}
    return {row.pk for row in rows if row.id_number_index and bytes(row.id_number_index) in beyond}
