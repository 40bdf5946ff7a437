"""The lists of campaigns: those of a scope, one with its people and sums, whose turn it is, who is late."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from cases.campaigns.models import Beneficiary, Campaign, CampaignList, Quota, ReportPart
from cases.campaigns.rules import Share, Tally
from cases.campaigns.states import (
    GATHERING,
    HANDED_IN,
    LIST_OPEN,
    LIST_SOURCE,
    SOURCE,
    ApprovedBy,
    ListState,
    PartState,
    State,
    use_of,
)
from cases.campaigns.states import LIVE as GOING_ON
from funds.donations.selectors import exclude_held_for_others
from funds.goods.models import Lot, Slip, SlipLine
from funds.goods.selectors import list_out
from funds.goods.states import Kind as SlipKind
from funds.goods.states import State as SlipState
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors.reading import with_buckets
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import Union, User, people_of

ZERO = Decimal("0.00")
LIST_HANDS = tuple(f"{step}_{hand}" for step in ("made", "submitted", "decided") for hand in ("by", "for"))
LIVE = Q(rows__removed_at__isnull=True)


def list_lists(*, user: User) -> QuerySet[Any]:
    """The lists of the scope, the newest campaign first, each with its `people`, `households`, `cash`,
    `goods` and `yuan`."""
    rows: QuerySet[Any] = CampaignList.objects.visible_to(user).select_related("union", "campaign__union")
    told: QuerySet[Any] = rows.annotate(
        people=Coalesce(Sum("rows__heads", filter=LIVE), 0),
        households=Count("rows__household", filter=LIVE, distinct=True),
        cash=_sum("cash"),
        goods=_sum("goods"),
    )
    told = told.annotate(yuan=F("cash") + F("goods"))
    return told.order_by("-campaign__from_on", "union__path", "-pk")


def _sum(name: str) -> Coalesce:
    return Coalesce(Sum(f"rows__{name}", filter=LIVE), ZERO, output_field=DecimalField())


def named_code() -> Concat:
    """Of somebody on a list in a query the source, as ledger and payments name it."""
    return Concat(Value(f"{SOURCE}:"), Cast("pk", CharField()), output_field=CharField())


def list_beneficiaries(row: CampaignList) -> QuerySet[Any]:
    """Whoever is on a list, by group and name, each with the state of what they are owed (`paid_state`)."""
    owed = Payable.objects.filter(source=OuterRef("code_of")).exclude(state=PayableState.VOID)
    rows: QuerySet[Any] = Beneficiary.objects.filter(list=row, removed_at__isnull=True)
    told: QuerySet[Any] = rows.annotate(code_of=named_code(), yuan=F("cash") + F("goods")).annotate(
        paid_state=Subquery(owed.order_by("-pk").values("state")[:1])
    )
    return told.select_related("group", "household__head", "person").order_by("group__position", "name", "pk")


def add_up_list(row: CampaignList) -> Tally:
    """What the people of a list come to."""
    rows = Beneficiary.objects.filter(list=row, removed_at__isnull=True)
    told = rows.aggregate(
        rows=Count("pk"), people=Sum("heads"), households=Count("household", distinct=True),
        cash=Sum("cash"), goods=Sum("goods"),
    )  # fmt: skip
    return Tally(
        told["rows"], told["people"] or 0, told["households"], told["cash"] or ZERO, told["goods"] or ZERO
    )


def get_share(row: CampaignList) -> Share:
    """What the union may list; nothing where the quota was taken back."""
    found: Quota | None = Quota.objects.filter(campaign=row.campaign_id, union=row.union_id).first()
    return found.share if found else Share(row.union_id, 0, 0, ZERO)


def mark_doubles(rows: Sequence[Beneficiary], campaign: Campaign) -> set[int]:
    """Of these the keys of those who stand on lists of the campaign more than once, whoever's lists."""
    indexes = [row.id_number_index for row in rows if row.id_number_index]
    many = (
        Beneficiary.objects.filter(campaign=campaign, id_number_index__in=indexes, removed_at__isnull=True)
        .order_by().values("id_number_index").annotate(times=Count("pk")).filter(times__gt=1)
    )  # fmt: skip
    found = {bytes(row["id_number_index"] or b"") for row in many}
    return {row.pk for row in rows if row.id_number_index and bytes(row.id_number_index) in found}


def list_to_approve(user: User) -> QuerySet[Any]:
    """The lists that wait for this person's union and of which they put nobody there."""
    people = sorted(people_of(user))
    whose = Q(campaign__approved_by=ApprovedBy.ORGANISER, campaign__union=user.union_id) | Q(
        campaign__approved_by=ApprovedBy.OWN, union=user.union_id
    )
    rows: QuerySet[Any] = CampaignList.objects.filter(
        whose, state=ListState.SUBMITTED, campaign__state__in=GATHERING
    )
    for hand in ("made_by", "made_for", "submitted_by", "submitted_for"):
        rows = rows.filter(Q(**{f"{hand}__isnull": True}) | ~Q(**{f"{hand}__in": people}))
    return (
        rows.filter(~Exists(_written_by(people).filter(list=OuterRef("pk"))))
        .select_related("union", "campaign")
        .order_by("pk")
    )


def has_written(row: CampaignList, user: User) -> bool:
    """Whether this person, or whom they stand in for, made the list, handed it in, put anybody on it or took
    anybody off."""
    people = people_of(user)
    hands = {row.made_by_id, row.made_for_id, row.submitted_by_id, row.submitted_for_id}
    return not hands.isdisjoint(people) or _written_by(sorted(people)).filter(list=row).exists()


def _written_by(people: Sequence[int]) -> QuerySet[Beneficiary]:
    """Rows of their hand; to end one of an approved list is part of deciding, not of writing."""
    return Beneficiary.objects.filter(Q(added_by__in=people) | Q(removed_by__in=people, ended_why=""))


def list_to_hand_in(user: User) -> QuerySet[Quota]:
    """The quotas of the own union in campaigns that take lists, for which none was handed in."""
    rows: QuerySet[Quota] = Quota.objects.filter(union=user.union_id, campaign__state=State.OPEN)
    return rows.filter(~Exists(_handed_in())).select_related("campaign").order_by("campaign__until_on", "pk")


def list_unreported(union: Union) -> QuerySet[Any]:
    """The approved lists of a union in others' campaigns that go on, of which no part was taken: without it
    the campaign is never reported."""
    taken = ReportPart.objects.filter(
        campaign=OuterRef("campaign"), union=OuterRef("union"), state=PartState.ACCEPTED
    )
    rows: QuerySet[Any] = CampaignList.objects.filter(
        ~Exists(taken), union=union, state=ListState.APPROVED, campaign__state__in=GOING_ON
    )
    return rows.exclude(campaign__union=union)


def list_missing(campaign: Campaign) -> QuerySet[Quota]:
    """The quotas of a campaign for which no list was handed in."""
    rows: QuerySet[Quota] = Quota.objects.filter(campaign=campaign)
    return rows.filter(~Exists(_handed_in())).select_related("union").order_by("union__path")


def _handed_in() -> QuerySet[Any]:
    return CampaignList.objects.filter(
        campaign=OuterRef("campaign"), union=OuterRef("union"), state__in=HANDED_IN
    )


def list_open_lists(user: User) -> QuerySet[Any]:
    """The own union's lists that people can be put on."""
    rows: QuerySet[Any] = CampaignList.objects.filter(
        union=user.union_id, state__in=LIST_OPEN, campaign__state=State.OPEN
    )
    return rows.select_related("union", "campaign").order_by("pk")


def list_slips(row: CampaignList) -> list[Slip]:
    """The slips by which its goods left a store, the newest first."""
    rows = Slip.objects.filter(source=f"{LIST_SOURCE}:{row.pk}", kind=SlipKind.ISSUE)
    return list(rows.select_related("store").order_by("-pk"))


def slips_out(source: str) -> QuerySet[Any]:
    """The posted slips of a list, by the name under which the outer query has its source, of whose goods
    some are out: not reversed, and not all came back."""
    undone = Slip.objects.filter(reverses=OuterRef("pk"), state=SlipState.POSTED)
    rows: QuerySet[Any] = Slip.objects.filter(
        ~Exists(undone), source=OuterRef(source), kind=SlipKind.ISSUE, state=SlipState.POSTED
    )
    went = SlipLine.objects.filter(slip=OuterRef("pk")).values("slip")
    back = SlipLine.objects.filter(slip__returns=OuterRef("pk"), slip__state=SlipState.POSTED)
    told: QuerySet[Any] = rows.annotate(moved=_moved(went) + _moved(back.values("slip__returns")))
    return told.filter(moved__lt=0)


def _moved(lines: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(lines.order_by().annotate(all=Sum("change")).values("all")), 0)


def has_goods(row: CampaignList) -> bool:
    """Whether its goods left a store, or wait to be checked, and did not come back."""
    slips = [one for one in list_slips(row) if one.state in (SlipState.PREPARED, SlipState.POSTED)]
    return any(sum(list_out(one).values()) for one in slips)


def find_out(row: CampaignList) -> Slip | None:
    """The posted slip by which goods of a list are out."""
    slips = [one for one in list_slips(row) if one.state == SlipState.POSTED]
    return next((one for one in slips if sum(list_out(one).values())), None)


def list_out_goods(row: CampaignList) -> list[tuple[Lot, int]]:
    """What of the goods of a list is out, by lot."""
    slip = find_out(row)
    out = list_out(slip) if slip is not None else {}
    lots = Lot.objects.filter(pk__in=out).select_related("item", "store").order_by("item__name", "pk")
    return [(lot, out[lot.pk]) for lot in lots]


def count_lists(campaign: Campaign, *states: str) -> int:
    """How many lists of a campaign are in one of these states."""
    return campaign.lists.filter(state__in=states).count()


def count_unpaid(campaign: Campaign) -> int:
    """How many people of its approved lists are owed something that was not paid."""
    rows = Beneficiary.objects.filter(campaign=campaign, removed_at__isnull=True, cash__gt=0)
    codes = rows.annotate(code_of=named_code()).values("code_of")
    return Payable.objects.filter(source__in=codes, state=PayableState.OPEN).count()


def list_lines(campaign: Campaign, on: date) -> QuerySet[Any]:
    """The budget lines of that year of the funds of a campaign that can pay on a day, with what is there
    (`available_yuan`): for the use of its kind, without money that was collected for somebody."""
    own = BudgetLine.objects.filter(fund__campaigns=campaign, use=use_of(campaign.kind), year=on.year)
    lines = exclude_held_for_others(own, "")
    lines = lines.filter(Q(fund__use_by__isnull=True) | Q(fund__use_by__gte=on))
    return with_buckets(lines.select_related("union", "fund", "use")).order_by("fund_id")
