"""Instalments that were set off in part, and those of a document with a cap."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.aid.selectors import get_family_statement
from cases.applications.states import State as ApplicationState
from cases.archives.selectors.aid import list_records
from cases.giving import services
from cases.giving.selectors.aid import sum_given_up
from cases.giving.selectors.plans import list_draws
from funds.ledgers import services as ledger
from funds.ledgers.models import CapUsage
from funds.payments.selectors.statements import add_up
from funds.payments.services import record_results
from hardship.demo import clock
from tests.books import assert_books_balance, available, make_line
from tests.cases.giving.test_instalments import confirm, payable
from tests.factories import ApplicationFactory, unguarded
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.test_recoveries import ask
from tests.funds.payments.test_set_offs import ask_off, step

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "E4")]


def test_of_one_that_was_set_off_in_part_the_rest_is_given_up(cast, line, plan):
    first, second, third = plan
    batch = carry([payable(first)], cast, "sent")
    record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    debt = ask(batch.payments.get(), cast.finance, "60.00")
    confirm(second, cast.reviewer)
    step(ask_off(debt, payable(second), cast.finance), "approve", cast.approver)
    before = available(line)
    services.take_step(instalment_id=second.pk, action="end", by=cast.reviewer, comment="已迁出")
    assert available(line) - before == second.amount + third.amount - 20
    assert sum_given_up([first.application_id]) == {first.application_id: second.amount + third.amount - 20}
    records = list_records(first.application.household)
    assert sorted(row.value for row in records) == [20, first.amount - 20]
    assert_books_balance()


def test_each_counts_against_the_cap_of_the_document_and_again_when_it_goes_on(cast, monthly):
    capped = make_line(cast.finance, "50000", household_cap=Decimal(50000))
    application = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=ApplicationState.APPROVED, line=capped,
    )  # fmt: skip
    usage = CapUsage.objects.get(scope=f"fund:{capped.fund_id}:household")
    assert usage.used == application.amount
    with unguarded():
        application.instalments.update(due_on=timezone.localdate() - timedelta(days=1))
    second = application.instalments.get(number=2)
    services.take_step(instalment_id=second.pk, action="suspend", by=cast.reviewer, comment="待核实")
    usage.refresh_from_db()
    assert usage.used == application.amount - second.amount
    confirm(second, cast.reviewer, "核实过了")
    usage.refresh_from_db()
    assert usage.used == application.amount
    assert_books_balance()


def test_after_the_turn_of_the_year_it_is_held_again_where_its_money_went(cast, plan):
    """占用结转 moved what is held to the line of the next year; the plan names the old one."""
    year, second = timezone.localdate().year, plan[1]
    with clock.at(date(year + 1, 1, 5)):
        ledger.carry_over(union=cast.finance.union, year=year, by=cast.finance, key=uuid.uuid4())
        services.take_step(instalment_id=second.pk, action="suspend", by=cast.reviewer, comment="待核实")
        confirm(second, cast.reviewer, "核实过了")
    assert [(line.year, yuan) for line, yuan in list_draws(second)] == [(year + 1, second.amount)]
    assert_books_balance()


def test_what_is_held_and_not_owed_yet_is_on_the_statement_of_the_family(plan):
    household = plan[0].application.household
    sums = add_up(get_family_statement(household))
    whole = sum(row.amount for row in plan)
    assert (sums["held"], sums["open"], sums["kept"]) == (whole, whole, 0)
