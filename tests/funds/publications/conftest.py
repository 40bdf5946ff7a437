"""A quarter of the city that is over: money that came, aid that was paid, by the fixtures of payments."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from funds.ledgers import services as ledger
from funds.ledgers.selectors import checking
from funds.publications import services
from hardship.demo import clock
from tests.books import make_line

# The first quarter is over on this day.
AFTER = date(2026, 4, 8)
WAY = (("check", "city_reviewer"), ("publish", "approver"))


@pytest.fixture
def after():
    with clock.at(AFTER):
        yield


@pytest.fixture
def ledger_alone(monkeypatch):
    """The money of these tests is of businesses that do not exist, as the checks of the rooms above would
    say."""
    own = {
        code: check
        for code, check in checking.CHECKS.items()
        if check.run.__module__.startswith("funds.ledgers.")
    }
    monkeypatch.setattr(checking.CHECKS, "_values", own)


@pytest.fixture
def money(cast, ledger_alone):
    """A line of 10,000 yuan of the first quarter."""
    return make_line(cast.finance)


@pytest.fixture
def pay(cast):
    """`pay(line, "800")`: so many yuan committed, sent and settled on a day; `kind` numbers the household."""

    def make(line, amount, *, on=date(2026, 3, 10), source=""):
        held = ledger.commit(
            line_id=line.pk, use=line.use_id, amount=Decimal(amount), by=cast.approver, key=uuid.uuid4(),
            source=source or f"tests.business:{uuid.uuid4().int % 10**9}", on=on,
        )  # fmt: skip
        for move in (ledger.send, ledger.settle):
            move(commitment_ids=[held.pk], source="tests.batch:1", by=cast.finance, key=uuid.uuid4(), on=on)
        return held

    return make


@pytest.fixture
def draft(cast, after):
    """`draft()`: the figures of the first quarter, taken by finance."""

    def make(**more):
        return services.draft(**{"year": 2026, "quarter": 1, "by": cast.finance, **more})

    return make


@pytest.fixture
def take(cast):
    """`take(row, "check", "publish")`: the publication after these steps of the people who take them."""

    def steps(row, *actions, **more):
        for action in actions:
            row = services.take_step(
                publication_id=row.pk, action=action, by=getattr(cast, dict(WAY)[action]),
                **{"decision_no": "纪要 1 号", **more},
            )  # fmt: skip
        return row

    return steps


@pytest.fixture
def published(draft, take):
    """`published()`: what the city published of the first quarter."""
    return lambda **more: take(draft(**more), "check", "publish")
