"""A campaign of the city, drawn up by its clerk, in each state."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from cases.campaigns import selectors, services
from cases.campaigns.rules import Entry, Group, Plan, Share
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.rules.visits import Told
from cases.campaigns.selectors.figures import get_figures
from funds.goods import services as goods
from funds.goods.rules import Arrival, Paper
from hardship.accounts.states import Role
from tests.books import make_line
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number, load_years
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


@world
def visiting(cast, reference, writer):
    """A campaign of the city of these days that is carried out, with a `line`: the list `own` of the union
    with a `family` (1,000 yuan and 200 of goods), a `model` worker (3,000) and a `site` of five (500 of
    goods), that of a neighbour with a site of four (`near`)."""
    load_years()
    line, today = make_line(cast.finance, use="warmth"), timezone.localdate()
    row = services.draft(
        plan=plan(
            Group("在档困难职工", Decimal(1000), Decimal(200)),
            Group("困难劳模", Decimal(3000)),
            Group("一线职工", goods=Decimal(100), by_heads=True),
            funds=(line.fund_id,), from_on=today, until_on=today + timedelta(days=30),
        ),
        by=writer,
    )  # fmt: skip
    neighbour = UnionFactory(parent=cast.county)
    other = UserFactory(union=neighbour, role=Role.CLERK)
    shares = [Share(cast.union.pk, 2, 10, Decimal(9000)), Share(neighbour.pk, people=50)]
    services.share_out(campaign_id=row.pk, shares=shares, by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    poor, models, heads = row.groups.order_by("position")
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    own = services.begin_list(campaign_id=row.pk, by=cast.clerk)
    chosen = selectors.list_files(own).filter(pk=home.head_id)
    services.choose_files(list_id=own.pk, group_id=poor.pk, members=chosen, by=cast.clerk)
    old = Entry(models.pk, "顾永兴", id_number(), "市政公司", bank_card="6222021001122330018")
    model = services.add(list_id=own.pk, entry=old, by=cast.clerk)
    site = services.add(list_id=own.pk, entry=Entry(heads.pk, "环卫班组", heads=5), by=cast.clerk)
    theirs = services.begin_list(campaign_id=row.pk, by=other)
    near = services.add(list_id=theirs.pk, entry=Entry(heads.pk, "公交班组", heads=4), by=other)
    for made, by, key in ((own, cast.clerk, line.pk), (theirs, other, None)):
        made = services.take_list_step(list_id=made.pk, action="submit", by=by)
        services.take_list_step(
            list_id=made.pk, action="approve", by=cast.approver, line_id=key, seen=made.digest
        )
    for action, by in (("submit_lists", writer), ("approve_lists", cast.approver), ("carry_out", writer)):
        services.take_step(campaign_id=row.pk, action=action, by=by)
    for made in (row, own, theirs):
        made.refresh_from_db()
    return SimpleNamespace(
        campaign=row, line=line, home=home, own=own, theirs=theirs, family=own.rows.get(household=home),
        model=model, site=site, near=near, neighbour=neighbour, other=other,
    )  # fmt: skip


@pytest.fixture
def send_out(visiting, writer):
    """`send_out("陆主席")`: a team of the city, or of another union by its clerk."""

    def make(leader="陆主席", by=None, **more):
        told = TeamPlan(leader, "市总工会副主席", timezone.localdate(), ("顾同行",), **more)
        return services.form_team(campaign_id=visiting.campaign.pk, plan=told, by=by or writer)

    return make


@pytest.fixture
def visit(visiting, cast):
    """`visit(row, "issued")`: a visit of today to the site, by the clerk of the union."""

    def make(row=None, handed="not_reached", by=None, photos=(), **more):
        met = {"met": "nobody" if handed == "not_reached" else "self"}
        given = {"visited_on": timezone.localdate(), "kind": "post", "visitors": ("陆主席",), **met, **more}
        told = Told(handed=handed, **given)
        row = row or visiting.site
        return services.record_visit(
            beneficiary_id=row.pk, told=told, by=by or cast.clerk, photos=list(photos)
        )

    return make


@pytest.fixture
def out(visiting, shelf, cast):
    """The goods of the union's list left its store: twelve bags of 58 yuan, checked by a colleague."""
    slip = services.issue_goods(
        list_id=visiting.own.pk, store_id=shelf.store.pk, units={shelf.item.pk: 12},
        on=timezone.localdate(), by=cast.clerk,
    )  # fmt: skip
    return goods.take_step(slip_id=slip.pk, action="check", by=shelf.second)


@pytest.fixture
def report(visiting, cast, writer):
    """`report()`: both unions report what the rows say, and the organiser takes it, or not."""

    def make(take=True):
        taker = writer if take else None
        return [hand_up(visiting.campaign, by, taker) for by in (cast.clerk, visiting.other)]

    return make


def hand_up(campaign, by, taker=None):
    """The part of a union as its rows say, taken by somebody of the organiser."""
    told = services.Stated(get_figures(campaign, by.union).total, "走访完成。")
    part = services.submit_part(campaign_id=campaign.pk, stated=told, by=by)
    return services.take_part_step(part_id=part.pk, action="accept", by=taker) if taker else part
