"""What a campaign came to as its rows, the payments and the stores have it now; whose part is missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from cases.campaigns.models import Beneficiary, Campaign, CampaignList, CampaignVisit, ReportPart
from cases.campaigns.rules import ZERO, Share
from cases.campaigns.rules.reports import Given, Line, Table, count, find_gaps, tabulate
from cases.campaigns.selectors.aid import TEXT
from cases.campaigns.selectors.campaigns import reach_parts
from cases.campaigns.selectors.lists import named_code, slips_out
from cases.campaigns.selectors.visits import not_given, with_outcome
from cases.campaigns.states import LIST_SOURCE, Handed, ListState, Met, PartState, State, VisitKind
from funds.goods.models import SlipLine
from funds.goods.states import Kind as SlipKind
from funds.goods.states import State as SlipState
from funds.ledgers.models import Commitment
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Against:
    """What one union was to give and gave: quota, list, what reached people; yuan."""

    union: Union
    share: Share
    listed: Line
    given: Line


@dataclass(frozen=True)
class Source:
    """Yuan of one fund that were paid to people."""

    name: str
    yuan: Decimal


@dataclass(frozen=True)
class Returned:
    """Of a list some of whose goods came back: yuan that are still out, and yuan that reached people."""

    union: str
    out: Decimal
    given: Decimal


@dataclass(frozen=True)
class Detail:
    """What one union gave to one group: a row of the sheet that is sent up."""

    union: str
    line: Line


@dataclass(frozen=True)
class Calls:
    """How often people were visited, and who led."""

    teams: int
    tries: int
    met: int
    missed: int
    refused: int
    leaders: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """A campaign in figures: tables of what reached people, plan against actual, money by source, visits."""

    total: Line
    by_group: Table
    by_union: Table
    by_kind: Table
    details: Sequence[Detail]
    against: Sequence[Against]
    funds: Sequence[Source]
    calls: Calls
    returned: Sequence[Returned] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.by_group, self.by_union, self.by_kind

    @property
    def gaps(self) -> list[str]:
        """What does not add up: the tables, and the money and the goods that left (these where some came
        back) against what reached people."""
        found = [gap for table in self.tables for gap in find_gaps(table)]
        money = sum((one.yuan for one in self.funds), ZERO)
        if money != self.total.cash:
            said = {"money": f"{money:,.2f}", "cash": f"{self.total.cash:,.2f}"}
            found.append(
                _("各项资金付出 %(money)s 元，发到人的慰问金是 %(cash)s 元，对不上；请核对。") % said
            )
        found += [
            _("“%(union)s”没有退回的物资折价 %(out)s 元，发到人的是 %(given)s 元，对不上；请登记谁没有送到。")
            % {"union": one.union, "out": f"{one.out:,.2f}", "given": f"{one.given:,.2f}"}
            for one in self.returned
            if one.out < one.given
        ]
        return found


def get_figures(campaign: Campaign, within: Union) -> Figures:
    """Those of a campaign as far as a union and those below it go."""
    listed = list(_rows(campaign, within))
    given = [row for row in map(_given, listed) if row.cash or row.goods]
    return Figures(
        total=count(_("合计"), given),
        by_group=tabulate(_("按慰问对象"), "group", given),
        by_union=tabulate(_("按工会"), "union", given, key="union_id"),
        by_kind=tabulate(_("按走访形式"), "kind", given),
        details=_details(given),
        against=_against(campaign, within, listed, given),
        funds=_funds(listed),
        calls=_calls(campaign, within),
        returned=_returned(listed),
    )


def list_reporting(campaign: Campaign) -> QuerySet[Any]:
    """The approved lists whose unions report a part: all but the organiser's own."""
    rows: QuerySet[Any] = CampaignList.objects.filter(campaign=campaign, state=ListState.APPROVED)
    return rows.exclude(union=campaign.union_id).select_related("union").order_by("union__path")


def list_parts(campaign: Campaign, user: User) -> QuerySet[Any]:
    """The parts within reach that were handed in."""
    rows: QuerySet[Any] = reach_parts(user).filter(campaign=campaign)
    return rows.select_related(
        "union", "submitted_by", "submitted_for", "decided_by", "decided_for", "campaign__union"
    ).order_by("union__path")


def list_late(campaign: Campaign, *states: str) -> QuerySet[Any]:
    """The lists whose unions have no part in one of these states (all that were handed in)."""
    there = ReportPart.objects.filter(
        campaign=OuterRef("campaign"), union=OuterRef("union"),
        state__in=states or (PartState.SUBMITTED, PartState.ACCEPTED),
    )  # fmt: skip
    return list_reporting(campaign).filter(~Exists(there))


def list_to_report(user: User) -> QuerySet[Any]:
    """The own union's approved lists in campaigns that are carried out, of which no part was handed in."""
    there = ReportPart.objects.filter(
        campaign=OuterRef("campaign"), union=OuterRef("union"),
        state__in=(PartState.SUBMITTED, PartState.ACCEPTED),
    )  # fmt: skip
    rows: QuerySet[Any] = CampaignList.objects.filter(
        union=user.union_id, state=ListState.APPROVED, campaign__state=State.CARRIED_OUT
    )
    rows = rows.filter(~Exists(there)).exclude(campaign__union=user.union_id)
    return rows.select_related("campaign").order_by("campaign__until_on", "pk")


def list_parts_to_take(user: User) -> QuerySet[Any]:
    """The parts that wait for the union that organises the campaign."""
    rows: QuerySet[Any] = ReportPart.objects.filter(
        campaign__union=user.union_id, campaign__state=State.CARRIED_OUT, state=PartState.SUBMITTED
    )
    return rows.select_related("union", "campaign").order_by("pk")


def _rows(campaign: Campaign, within: Union) -> QuerySet[Any]:
    """Everybody on approved lists, with whether the cash was paid (`is_paid`) and the goods are out
    (`is_out`)."""
    rows: QuerySet[Any] = Beneficiary.objects.filter(
        Q(removed_at__isnull=True) | Q(keeps_goods=True), campaign=campaign, list__state=ListState.APPROVED,
        union__path__startswith=within.path,
    )  # fmt: skip
    rows = rows.annotate(
        code_of=named_code(),
        list_code=Concat(Value(f"{LIST_SOURCE}:"), Cast("list_id", TEXT), output_field=TEXT),
    ).annotate(
        is_paid=Exists(Payable.objects.filter(source=OuterRef("code_of"), state=PayableState.PAID)),
        is_out=Exists(slips_out("list_code")),
        is_refused=ExpressionWrapper(not_given(), output_field=BooleanField()),
    )
    return with_outcome(rows).select_related("union", "group").order_by(
        "union__path", "group__position", "pk"
    )  # fmt: skip


def _goods_of(row: Any) -> Decimal:
    return row.goods if row.is_out and not row.is_refused else ZERO


def _given(row: Any) -> Given:
    cash = row.cash if row.is_paid and row.removed_at is None else ZERO
    goods = _goods_of(row)
    kind = str(VisitKind(row.seen_as).label) if row.seen_as else _("没有走访记录")
    return Given(
        row.union.name, row.group.name, kind, row.heads, cash, goods,
        bytes(row.id_number_index) if row.id_number_index else None, row.household_id, row.union_id,
    )  # fmt: skip


def _as_listed(row: Any) -> Given:
    who = bytes(row.id_number_index) if row.id_number_index else None
    return Given(
        row.union.name, row.group.name, "", row.heads, row.cash, row.goods, who, row.household_id,
        row.union_id,
    )  # fmt: skip


def _against(
    campaign: Campaign, within: Union, listed: Sequence[Any], given: Sequence[Given]
) -> list[Against]:
    quotas = campaign.quotas.filter(union__path__startswith=within.path).select_related("union")
    on_list = [_as_listed(row) for row in listed if row.removed_at is None]

    def of(rows: Sequence[Given], union: Union) -> Line:
        return count(union.name, [row for row in rows if row.union_id == union.pk])

    return [
        Against(one.union, one.share, of(on_list, one.union), of(given, one.union))
        for one in quotas.order_by("union__path")
    ]


def _details(given: Sequence[Given]) -> list[Detail]:
    parts: dict[tuple[int, str], list[Given]] = {}
    for row in given:
        parts.setdefault((row.union_id, row.group), []).append(row)
    return [Detail(rows[0].union, count(group, rows)) for (_union, group), rows in parts.items()]


def _funds(listed: Sequence[Any]) -> list[Source]:
    """What the ledger paid for these rows, by fund: read apart from what the lists say."""
    codes = [row.code_of for row in listed if row.is_paid and row.removed_at is None]
    paid = Commitment.objects.filter(source__in=codes, paid__gt=0).values("line__fund__name", "line__fund")
    sums = paid.annotate(sum=Sum("paid")).order_by("line__fund")
    return [Source(row["line__fund__name"], row["sum"]) for row in sums]


def _returned(listed: Sequence[Any]) -> list[Returned]:
    """The lists some of whose goods came back, as the stores have it: read apart from what the visits say."""
    given: dict[str, Decimal] = defaultdict(Decimal)
    unions = {}
    for row in listed:
        given[row.list_code] += _goods_of(row)
        unions[row.list_code] = row.union.name
    lines = SlipLine.objects.filter(
        slip__source__in=list(unions), slip__kind__in=(SlipKind.ISSUE, SlipKind.RETURN),
        slip__state=SlipState.POSTED,
    )  # fmt: skip
    sums = lines.order_by().values("slip__source").annotate(
        back=Count("pk", filter=Q(slip__kind=SlipKind.RETURN)),
        worth=Sum(-F("change") * F("lot__value")),
    )  # fmt: skip
    found = sums.filter(back__gt=0).order_by("slip__source")
    return [Returned(unions[row["slip__source"]], row["worth"], given[row["slip__source"]]) for row in found]


def _calls(campaign: Campaign, within: Union) -> Calls:
    visits = CampaignVisit.objects.filter(beneficiary__campaign=campaign, union__path__startswith=within.path)
    met = visits.exclude(met=Met.NOBODY)
    led = met.filter(team__isnull=False).values_list("team__leader", "team__post").distinct()
    reached = _last_handed(campaign, within)
    return Calls(
        teams=campaign.teams.filter(union__path__startswith=within.path).count(),
        tries=visits.count(),
        met=met.values("beneficiary").distinct().count(),
        missed=reached[Handed.NOT_REACHED],
        refused=reached[Handed.REFUSED],
        leaders=tuple(f"{leader}（{post}）" for leader, post in led.order_by("team__leader", "team__post")),
    )


def _last_handed(campaign: Campaign, within: Union) -> Mapping[str, int]:
    """How many were not reached, or refused, at the last visit."""
    rows = with_outcome(
        Beneficiary.objects.filter(
            campaign=campaign, union__path__startswith=within.path, removed_at__isnull=True
        )
    )
    return {one: rows.filter(handed=one).count() for one in (Handed.NOT_REACHED, Handed.REFUSED)}
