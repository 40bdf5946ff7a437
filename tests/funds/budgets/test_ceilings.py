"""No commitment beyond a plan that blocks, by whichever approver; one that warns says so."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from funds.budgets import services
from funds.budgets.selectors import find_warnings
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, CapUsage
from funds.ledgers.services import CapExceeded
from hardship.demo import clock
from tests.books import assert_books_balance, make_line
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


@pytest.fixture
def line(cast):
    return make_line(cast.finance)


@pytest.fixture
def commit(cast, line):
    """`commit("500")`: money of the line that is held for some business."""

    def hold(amount):
        return ledger.commit(
            line_id=line.pk, use="living", amount=Decimal(amount), source=f"tests.business:{uuid.uuid4()}",
            by=cast.approver, key=uuid.uuid4(), on=timezone.localdate(),
        )  # fmt: skip

    return hold


def test_what_goes_beyond_the_plan_is_refused_with_what_is_left(in_force, commit):
    in_force(planned(first="1000"), planned("medical", "9000"), strictness="block")
    commit("600")
    with pytest.raises(
        CapExceeded, match=r"使用计划“生活救助”：上限 1,000.00 元，已用 600.00 元，还可帮扶 400.00 元"
    ):
        commit("400.01")
    commit("400")
    assert_books_balance()


def test_lines_of_one_use_are_looked_at_once_and_not_with_all_that_was_ever_held(cast, in_force, commit):
    in_force(planned(first="1000"))
    commit("700")
    for _n in range(2):
        make_line(cast.finance)
    lines = list(BudgetLine.objects.filter(use="living").select_related("use"))

    def ask(rows):
        with CaptureQueriesContext(connection) as captured:
            found = find_warnings(rows, Decimal(301), timezone.localdate())
        assert len(found) == len(rows)
        return [query["sql"] for query in captured]

    said = ask(lines)
    assert len(lines) == 3
    assert len(said) == len(ask(lines[:1]))
    assert not any(" OR " in sql for sql in said if "ledgers_commitment" in sql)


def test_what_was_committed_before_the_plan_counts(in_force, commit):
    commit("700")
    in_force(planned(first="1000"), strictness="block")
    with pytest.raises(CapExceeded, match=r"还可帮扶 300.00 元"):
        commit("301")
    commit("300")
    assert_books_balance()


def test_what_is_released_may_be_used_again(cast, in_force, commit):
    in_force(planned(first="1000"), strictness="block")
    held = commit("1000")
    ledger.release(
        commitment_id=held.pk, by=cast.approver, key=uuid.uuid4(), on=timezone.localdate(), reason="撤销"
    )
    commit("1000")
    assert_books_balance()


def test_an_adjusted_plan_counts_from_its_approval(in_force, adjusted, take, commit):
    plan = in_force(planned(first="1000"), strictness="block")
    commit("1000")
    waiting = adjusted(plan, planned(first="1500"))
    with pytest.raises(CapExceeded):
        commit("1")
    take(waiting, "approve")
    commit("500")
    with pytest.raises(CapExceeded, match=r"上限 1,500.00 元"):
        commit("1")


def test_a_plan_that_was_closed_still_counts(cast, in_force, commit, line, year):
    plan = in_force(planned(first="1000"), strictness="block")
    with clock.at(date(year, 12, 31)):
        services.take_step(budget_id=plan.pk, action="close", by=cast.finance)
        with pytest.raises(CapExceeded, match=r"上限 1,000.00 元"):
            commit("1001")
        assert line.pk in find_warnings([line], Decimal(1001), timezone.localdate())


def test_a_use_that_the_plan_leaves_out_has_nothing(in_force, commit):
    in_force(planned("medical"), strictness="block")
    with pytest.raises(CapExceeded, match=r"上限 0.00 元"):
        commit("1")


@pytest.mark.parametrize("strictness", ["off", "warn"])
def test_a_plan_that_does_not_block_lets_pass(in_force, commit, strictness, line):
    in_force(planned(first="1000"), strictness=strictness)
    assert find_warnings([line], Decimal(1000), timezone.localdate()) == {}
    commit("800")
    said = find_warnings([line], Decimal("200.01"), timezone.localdate())
    assert ("会超出 0.01 元" in said.get(line.pk, "")) == (strictness == "warn")
    commit("800")


def test_the_database_keeps_the_sum_of_the_plan(in_force, commit):
    in_force(planned(first="1000"), strictness="block")
    commit("600")
    usage = CapUsage.objects.get(scope="budgets.plan:living")
    assert (usage.cap, usage.used) == (Decimal(1000), Decimal(600))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledgers_capusage SET cap = 500 WHERE id = %s", [usage.pk])
