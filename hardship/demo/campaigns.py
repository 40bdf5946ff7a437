"""Campaigns of the demo: the county's winter campaign waits for a leader, the summer one of the company is
under way."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cases.campaigns import services
from cases.campaigns.rules import Group, Plan, Share
from cases.campaigns.selectors import list_funds, list_takers
from hardship.accounts.models import User
from hardship.demo import clock

WAY = (("open", "gs.approver"), ("submit_lists", "gs.clerk"), ("approve_lists", "gs.approver"))


def build_campaigns(*, people: Mapping[str, User], today: date) -> int:
    """How many there are."""
    _winter(people["cc.clerk"], today)
    _summer(people, today)
    return 2


def _winter(clerk: User, today: date) -> None:
    plan = Plan(
        kind="festivals", name=f"{today.year + 1} 年元旦春节送温暖", from_on=date(today.year + 1, 1, 1),
        until_on=date(today.year + 1, 2, 28), document_no=f"崇工发〔{today.year}〕31号", document_on=today,
        theme="心系职工情 温暖进万家", organisers="市民政局、市慈善总会", approved_by="organiser",
        instructions="困难职工逐户走访，一线职工在岗位上慰问；先审批后发放。",
        groups=(
            Group("在档困难职工", Decimal(1000), Decimal(200), proof="困难职工档案"),
            Group("困难劳模", Decimal(2000), Decimal(300), proof="荣誉证书"),
            Group("节日坚守岗位的一线职工", goods=Decimal(100), by_heads=True, proof="单位值班表"),
        ),
        funds=tuple(list_funds(clerk.union).values_list("pk", flat=True)),
    )  # fmt: skip
    row = services.draft(plan=plan, by=clerk)
    below = [union for union in list_takers(row) if union.pk != clerk.union_id]
    shares = [
        Share(union.pk, 4 + n % 3, 30 + 5 * n, Decimal(1200) * (4 + n % 3) + 100 * (26 + 5 * n))
        for n, union in enumerate(below)
    ]
    services.share_out(campaign_id=row.pk, shares=shares, by=clerk)


def _summer(people: Mapping[str, User], today: date) -> None:
    clerk, first = people["gs.clerk"], date(today.year, 1, 1)
    plan = Plan(
        kind="summer", name=f"{today.year} 年夏送清凉", from_on=date(today.year, 6, 15),
        until_on=date(today.year, 8, 31), document_no=f"长江精铸工〔{today.year}〕5号", document_on=first,
        approved_by="own", groups=(Group("高温岗位职工", goods=Decimal(80), by_heads=True),),
    )  # fmt: skip
    with clock.at(today - timedelta(days=3)):
        row = services.draft(plan=plan, by=clerk)
        shares = [Share(clerk.union_id, people=120, yuan=Decimal(9600))]
        services.share_out(campaign_id=row.pk, shares=shares, by=clerk)
        for action, who in WAY:
            services.take_step(campaign_id=row.pk, action=action, by=people[who])
