from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from funds.goods import services
from funds.goods.rules import Arrival, Paper
from hardship.accounts.states import Role
from tests.factories import UserFactory
from tests.worlds import world

ON = date(2026, 3, 5)
LAST_DAY = date(2027, 3, 1)


def take_in(stock, units=100, *, value="58", expires_on=LAST_DAY, item=None, by=None, **more):
    """A purchase of rice that waits to be checked."""
    row = Arrival((item or stock.rice).pk, units, Decimal(value), expires_on)
    paper = more.pop("paper", Paper(party="启明粮油公司", invoice_no="12345678"))
    return services.take_in(
        store_id=stock.store.pk,
        kind=more.pop("kind", "purchase"),
        rows=[row],
        paper=paper,
        on=ON,
        by=by or stock.keeper,
    )


def check(slip, by, action="check", **more):
    return services.take_step(slip_id=slip.pk, action=action, by=by, **more)


@world
def stock(cast):
    """The city's store with rice (expires) and quilts (do not), kept by two people; a store of the county."""
    keeper, second = UserFactory(union=cast.city, role=Role.CLERK), cast.finance
    county_keeper = UserFactory(union=cast.county, role=Role.CLERK)
    return SimpleNamespace(
        keeper=keeper,
        second=second,
        county_keeper=county_keeper,
        store=services.add_store(name="市总仓库", address="青年路 1 号", by=keeper),
        county_store=services.add_store(name="区总仓库", by=county_keeper),
        rice=services.add_item(
            name="大米", specification="10 公斤装", unit="袋", value=Decimal("58"), expires=True, by=keeper
        ),
        quilt=services.add_item(name="棉被", unit="床", value=Decimal("120"), by=keeper),
    )


@world
def stocked(stock):
    """The same with a hundred bags of rice on the shelf; `lot` is theirs."""
    slip = check(take_in(stock), stock.second)
    stock.lot = slip.lines.get().lot
    return stock
