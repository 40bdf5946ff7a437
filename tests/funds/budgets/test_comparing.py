"""A plan beside what was done: by use, kind and quarter, up the tree; what the next one begins with."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from funds.budgets import selectors, services
from funds.budgets.rules import Actual, compare
from funds.ledgers import services as ledger
from hardship.accounts.states import Role
from tests.books import make_line
from tests.factories import UserFactory
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def hold(line, amount, by, on=date(2026, 5, 4)):
    return ledger.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), by=by, key=uuid.uuid4(), on=on,
        source=f"tests.business:{uuid.uuid4().int % 10**9}",
    )  # fmt: skip


@pytest.fixture
def known_kinds(monkeypatch):
    """The business of these tests is of one kind."""
    kinds = selectors.AidKinds(lambda keys: dict.fromkeys(keys, "大病救助"), lambda union: ["大病救助"])
    monkeypatch.setitem(selectors.AID_KINDS._values, "tests.business", kinds)


def test_planned_held_and_paid_stand_side_by_side(cast, draft, in_force, known_kinds):
    line = make_line(cast.finance, "9000", use="medical")
    in_force(planned("medical", "1000", "大病救助"), planned("living", "500"), of=2026)
    held, paid, gone = (hold(line, amount, cast.approver) for amount in ("200", "300", "50"))
    step = {"by": cast.finance, "on": date(2026, 6, 1)}
    ledger.send(commitment_ids=[paid.pk], source="x", key=uuid.uuid4(), **step)
    ledger.settle(commitment_ids=[paid.pk], source="x", key=uuid.uuid4(), **step)
    ledger.release(commitment_id=gone.pk, reason="撤销", key=uuid.uuid4(), **step)
    found = selectors.compare_plans(cast.city, 2026)
    row = found.rows["medical", "大病救助"]
    assert (row.planned, row.held, row.paid, row.left, row.heads, row.percent) == (1000, 200, 300, 500, 2, 50)
    assert (found.quarters[1].planned, found.quarters[2].used) == (1500, 500)
    assert (found.total.planned, found.total.used) == (1500, 500)
    assert held.pk


def test_what_is_drawn_on_several_lines_is_one_person_time_of_each_use(cast, year):
    first, second = make_line(cast.finance, "300"), make_line(cast.finance, "300")
    medical = make_line(cast.finance, "300", use="medical")
    draws = [ledger.Draw(line.pk, line.use_id, Decimal(100)) for line in (first, second, medical)]
    ledger.commit_on(
        draws=draws, source="tests.business:7", by=cast.approver, key=uuid.uuid4(), on=date(2026, 5, 4)
    )
    hold(first, "50", cast.approver)
    found = selectors.list_actuals(cast.city, 2026)
    assert [(row.key[0], row.heads, row.held) for row in found] == [("living", 2, 250), ("medical", 1, 100)]


def test_plans_below_are_added_up(cast, in_force):
    in_force(planned(first="1000"), of=2026)
    keeper = UserFactory(union=cast.county, role=Role.FINANCE)
    plan = services.draft(year=2026, by=keeper, rows=[planned(first="50")])
    services.take_step(budget_id=plan.pk, action="submit", by=keeper)
    services.take_step(budget_id=plan.pk, action="check", by=cast.reviewer)
    services.take_step(budget_id=plan.pk, action="approve", by=cast.approver, approval_no="1")
    hold(make_line(keeper), "20", cast.approver)
    assert selectors.compare_plans(cast.city, 2026).total.planned == 1000
    whole = selectors.compare_plans(cast.city, 2026, with_below=True).total
    assert (whole.planned, whole.held) == (1050, 20)
    assert selectors.compare_plans(cast.elsewhere, 2026, with_below=True).total.planned == 0


def test_a_kind_without_a_row_counts_with_its_use_or_for_itself():
    actual = Actual(("living", "临时救助"), 2, 1, Decimal(5), Decimal(0))
    assert compare([planned()], [actual]).rows["living", ""].used == 5
    found = compare([planned(kind="其他")], [actual])
    assert found.rows["living", "临时救助"].is_beyond
    assert found.uses["living"].used == 5


def test_the_next_plan_begins_with_what_was_done(cast, known_kinds, in_force):
    line = make_line(cast.finance, "9000", use="medical")
    for amount, day in (("200", date(2026, 2, 1)), ("300", date(2026, 2, 2)), ("70", date(2026, 11, 3))):
        hold(line, amount, cast.approver, day)
    (row,) = selectors.suggest_rows(cast.city, 2027)
    assert (row.use, row.kind, row.heads) == ("medical", "大病救助", (2, 0, 0, 1))
    assert row.yuan == (500, 0, 0, 70)
    assert row.basis == "上年实际 3 人次、570.00 元"


def test_without_anything_done_it_begins_with_the_plan_before(cast, in_force):
    in_force(planned(first="1000", kind="临时救助"), of=2026)
    assert [row.kind for row in selectors.suggest_rows(cast.city, 2027)] == ["临时救助"]
    assert selectors.suggest_rows(cast.county, 2027) == []


def test_who_has_money_and_no_plan_is_missing(cast, in_force):
    make_line(cast.finance)
    assert list(selectors.list_missing(user=cast.finance, year=2026)) == [cast.city]
    in_force(of=2026)
    assert not selectors.list_missing(user=cast.finance, year=2026)
    assert list(selectors.list_missing(user=cast.finance, year=2027)) == [cast.city]
