"""Approved applications with money on hold, and the three people who pay them."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from funds.ledgers import services as ledger
from funds.payments import services
from funds.payments.models import SOURCES
from funds.payments.rules import BankRow
from funds.payments.states import Result
from tests.factories import ApplicationFactory, payable_of
from tests.funds.payments.gifts import KIND, Gifts
from tests.worlds import world


@world
def line(cast, reference):
    """A budget line for living aid with 500,000 yuan on it."""
    today = timezone.localdate()
    fund = ledger.create_fund(
        union=cast.city,
        source="upper_union",
        name="中央财政专项帮扶资金",
        document_no="总工办发〔2026〕3号",
        document_on=date(today.year, 1, 5),
        total=Decimal(500000),
        uses=["living", "medical", "tuition"],
        by=cast.finance,
    )
    ledger.receive(fund_id=fund.pk, amount=Decimal(500000), by=cast.finance, key=uuid.uuid4(), on=today)
    line = ledger.open_line(fund_id=fund.pk, use="living", year=today.year, by=cast.finance)
    ledger.assign(line_id=line.pk, amount=Decimal(500000), by=cast.finance, key=uuid.uuid4(), on=today)
    return line


def approve_one(cast, line):
    return ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVED, line=line,
    )  # fmt: skip


@world
def first(cast, line):
    """An approved application: the first that a test asks for."""
    return [approve_one(cast, line)]


@pytest.fixture
def approved(cast, line, first):
    """`approved(3)`: so many approved applications of the cast's union."""

    def make(count=1):
        return [first.pop() if first else approve_one(cast, line) for _place in range(count)]

    return make


@pytest.fixture
def owed(approved):
    """`owed(3)`: the payables of so many approved applications."""

    def make(count=1):
        return [payable_of(row) for row in approved(count)]

    return make


@pytest.fixture
def batch_of(cast, owed):
    """`batch_of(3)`: a batch that was made; `batch_of(3, "sent")` one that went to the bank."""

    def make(count=2, state="made"):
        return carry(owed(count), cast, state)

    return make


@pytest.fixture
def gifts(monkeypatch):
    """The toy room, registered as a source of payables for one test."""
    room = Gifts()
    monkeypatch.setitem(SOURCES._values, KIND, room.source())
    return room


@pytest.fixture
def gift(cast, line, gifts):
    """`gift("88.80")`: a payable of the toy room over so many yuan."""

    def make(amount="100.00", **more):
        return gifts.owe(**{"union": cast.union, "line": line, "by": cast.approver, "amount": amount, **more})

    return make


@pytest.fixture
def gift_batch(cast, gift):
    """`gift_batch(2, "checked")`: a batch of so many gifts, carried to that state."""

    def make(count=1, state="made"):
        return carry([gift() for _n in range(count)], cast, state)

    return make


def carry(payables, cast, state="made"):
    """A batch of these payables, carried by the three people to a state; "sent" is at the bank."""
    batch = services.make_batch(payable_ids=[row.pk for row in payables], title="第一批", by=cast.finance)
    if state in ("checked", "released", "sent"):
        batch = services.take_step(batch_id=batch.pk, action="check", by=cast.city_reviewer)
    if state in ("released", "sent"):
        batch = services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
    if state == "sent":
        told = {"way": "online", "on": timezone.localdate(), "by": cast.finance}
        batch = services.send_batch(batch_id=batch.pk, **told)
    return batch


def application_of(payable):
    """The application that a payable is owed for."""
    return Application.objects.get(pk=payable.source_key)


def paid(line, **more):
    given = {"paid_on": timezone.localdate(), **more}
    return BankRow(row=line + 5, line=line, result=Result.PAID, **given)


def failed(line, why="户名不符"):
    return BankRow(row=line + 5, line=line, result=Result.FAILED, failure=why)
