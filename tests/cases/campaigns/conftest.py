"""A campaign of the city, drawn up by its clerk, in each state."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from cases.campaigns import services
from cases.campaigns.rules import Entry, Group, Plan, Share
from funds.goods import services as goods
from funds.goods.rules import Arrival, Paper
from hardship.accounts.states import Role
from tests.books import make_line
from tests.factories import UnionFactory, UserFactory, id_number, load_years
from tests.worlds import world

WAY = {
    "open": "approver", "submit_lists": "clerk", "approve_lists": "approver", "carry_out": "clerk",
    "report": "clerk", "close": "approver",
}  # fmt: skip


@world
def writer(cast):
    """The clerk of the city, who draws campaigns up."""
    return UserFactory(union=cast.city, role=Role.CLERK)


def plan(*groups, **more):
    """A plan of the winter campaign with these groups."""
    given = {
        "kind": "festivals", "name": "元旦春节送温暖", "from_on": date(2026, 1, 1),
        "until_on": date(2026, 2, 28), "document_no": "通工发〔2025〕60号", "document_on": date(2025, 12, 20),
        "approved_by": "organiser",
        "groups": groups or (Group("在档困难职工", Decimal(1000), Decimal(200)),),
    }  # fmt: skip
    return Plan(**{**given, **more})


@pytest.fixture
def draft(cast, writer):
    """`draft(Group("一线职工", cash))`: a draft of the city, paid by a fund of its own."""

    def make(*groups, **more):
        if "funds" not in more:
            more["funds"] = (make_line(cast.finance, use="warmth").fund_id,)
        return services.draft(plan=plan(*groups, **more), by=writer)

    return make


@pytest.fixture
def shared(draft, writer, cast):
    """`shared()`: a draft with a quota for the county and the grassroots union."""

    def make(*groups, **more):
        row = draft(*groups, **more)
        shares = [Share(cast.county.pk, 10, 25, Decimal("12000.50")), Share(cast.union.pk, people=5)]
        return services.share_out(campaign_id=row.pk, shares=shares, by=writer)

    return make


@pytest.fixture
def take(cast, writer):
    """`take(row, "open", "submit_lists")`: the campaign after these steps of the people who take them."""

    def steps(row, *actions, **more):
        for action in actions:
            by = writer if WAY[action] == "clerk" else cast.approver
            row = services.take_step(campaign_id=row.pk, action=action, by=by, **{"comment": "好", **more})
        return row

    return steps


@world
def winter(cast, writer):
    """The open campaign of the city, paid by a `line` of 10,000 yuan: the groups `poor` (cash and goods),
    `models` (cash) and `heads` (goods by head count); quotas for the union and its neighbour, whose clerk is
    `other`."""
    load_years()
    line = make_line(cast.finance, use="warmth")
    row = services.draft(
        plan=plan(
            Group("在档困难职工", Decimal(1000), Decimal(200)),
            Group("困难劳模", Decimal(3000)),
            Group("一线职工", goods=Decimal(100), by_heads=True),
            funds=(line.fund_id,),
        ),
        by=writer,
    )  # fmt: skip
    neighbour = UnionFactory(parent=cast.county)
    shares = [Share(cast.union.pk, 2, 10, Decimal(9000)), Share(neighbour.pk, people=50)]
    services.share_out(campaign_id=row.pk, shares=shares, by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    row.refresh_from_db()
    poor, models, heads = row.groups.order_by("position")
    return SimpleNamespace(
        campaign=row, line=line, poor=poor, models=models, heads=heads, neighbour=neighbour,
        other=UserFactory(union=neighbour, role=Role.CLERK),
    )  # fmt: skip


@pytest.fixture
def begin(winter, cast):
    """`begin()`: the empty list of the union; of another one by its clerk."""
    return lambda by=None: services.begin_list(campaign_id=winter.campaign.pk, by=by or cast.clerk)


@pytest.fixture
def person(winter):
    """`person()`: an entry of a model worker with a card."""

    def make(number=None, **more):
        given = {
            "group_id": winter.models.pk, "name": "顾永兴", "id_number": number or id_number(),
            "bank_name": "工商银行", "bank_card": "6222021001122330018", **more,
        }  # fmt: skip
        return Entry(**given)

    return make


@pytest.fixture
def handed_in(begin, cast, person):
    """`handed_in()`: a list with a model worker, or with these entries, that waits for the organiser."""

    def make(*entries, by=None):
        by = by or cast.clerk
        row = begin(by)
        for entry in entries or [person()]:
            services.add(list_id=row.pk, entry=entry, by=by)
        return services.take_list_step(list_id=row.pk, action="submit", by=by)

    return make


@pytest.fixture
def shelf(cast):
    """A hundred bags of rice, 58 yuan each, in a store of the union; `item` and `store` are theirs."""
    store = goods.add_store(name="工会仓库", by=cast.clerk)
    item = goods.add_item(name="大米", unit="袋", value=Decimal(58), by=cast.clerk)
    slip = goods.take_in(
        store_id=store.pk, kind="donation", rows=[Arrival(item.pk, 100, Decimal(58))],
        paper=Paper(party="启明粮油公司", document_no="捐〔2026〕1号"), on=date(2026, 3, 5), by=cast.clerk,
    )  # fmt: skip
    second = UserFactory(union=cast.union, role=Role.CLERK)
    goods.take_step(slip_id=slip.pk, action="check", by=second)
    return SimpleNamespace(store=store, item=item, second=second)


@pytest.fixture
def approve(cast, winter):
    """`approve(row)`: the list as the organiser's approver approves it."""

    def take(row, **more):
        given = {"line_id": winter.line.pk, "seen": row.digest, "by": cast.approver, **more}
        return services.take_list_step(list_id=row.pk, action="approve", **given)

    return take
