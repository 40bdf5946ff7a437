"""An account of the city with two months behind it, and statements as banks print them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from funds.books import services
from funds.books.services import AccountTold
from hardship.accounts.states import Role
from hardship.kernel.files import accept_upload
from tests.books import ON, make_line
from tests.cases.intakes.lists import picture
from tests.factories import UserFactory
from tests.funds.goods.conftest import stock, stocked  # noqa: F401
from tests.worlds import world

CARD = "3200110042000123456"
OPENING_ON = date(2026, 3, 31)


@world
def cashier(cast):
    """Who brings the statements of the city in."""
    return UserFactory(union=cast.city, role=Role.CASHIER)


@world
def second(cast):
    """Another finance person of the city."""
    return UserFactory(union=cast.city, role=Role.FINANCE)


@world
def line(cast):
    """A line of the city's dues with 10,000 yuan, there before the account begins."""
    assert ON <= OPENING_ON
    return make_line(cast.finance, source="dues")


def proof():
    return accept_upload(ContentFile(picture(), name="proof.png"))


def told(**more):
    """An account as the bank's paper says."""
    given = {"kind": "special", "name": "南通市总工会帮扶专户", "bank_name": "江海农商行", "number": CARD}
    return AccountTold(**{**given, "opening": Decimal(10000), "opening_on": OPENING_ON, **more})


@pytest.fixture
def enter(cast, line):
    """`enter(kind="basic")`: an account that finance entered, with the fund of the line."""

    def make(funds=None, **more):
        chosen = [line.fund_id] if funds is None else funds
        return services.enter_account(told=told(**more), funds=chosen, proof=proof(), by=cast.finance)

    return make


@pytest.fixture
def opened(enter, second):
    """`opened()`: an account in use."""

    def make(**more):
        account = enter(**more)
        return services.take_account_step(account_id=account.pk, action="confirm", by=second)

    return make


def csv(*rows, titles="交易日期,收入,支出,余额,摘要,对方户名,流水号"):
    """A bank's statement as text: each row is a tuple of cells."""
    return "\n".join([titles, *(",".join(str(cell) for cell in row) for row in rows)]).encode("gb18030")


@pytest.fixture
def upload(cashier):
    """`upload(account, csv(…), until_on, closing)`: a statement that waits."""

    def make(account, content, until_on=date(2026, 4, 30), closing="10000", by=cashier):
        return services.receive_statement(
            account_id=account.pk, name="对账单.csv", content=content, until_on=until_on,
            closing=Decimal(closing), by=by,
        )  # fmt: skip

    return make


@pytest.fixture
def take(upload, cashier):
    """`take(account, csv(…))`: a statement that was taken in."""

    def make(*args, by=cashier, **more):
        return services.take_statement(statement_id=upload(*args, by=by, **more).pk, by=by)

    return make


def today():
    return timezone.localdate()
