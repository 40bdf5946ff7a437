"""A county whose city has a short way for what is urgent, and aid that went it."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.completions.models import Completion
from cases.policies.services import load_policy
from funds.payments import services as payments
from hardship.accounts.states import Role
from tests.books import make_line
from tests.cases.policies.texts import URGENT
from tests.factories import ApplicationFactory, UserFactory, payable_of, take, taking, unguarded
from tests.funds.payments.conftest import carry, paid
from tests.worlds import world


@world
def line(cast, reference):
    """A line of the city with 50,000 yuan for regular living aid, and the short way in force."""
    load_policy(union=cast.city, text=URGENT, in_force_from=date(2020, 1, 1))
    return make_line(cast.finance, "50000")


@pytest.fixture
def make(cast, line, spare):
    """`make()`: an urgent draft of 3,000 yuan; `make(State.APPROVED)` one that went the short way."""

    def application(state=State.DRAFT, **more):
        made = ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state=State.DRAFT, **{"is_urgent": True, "amount": Decimal(3000), **taking(spare, more)},
        )  # fmt: skip
        if state in (State.REVIEW, State.APPROVAL, State.APPROVED):
            made = take(made, "submit", by=cast.clerk)
        if state in (State.APPROVAL, State.APPROVED):
            made = take(made, "pass", by=cast.reviewer)
        return take(made, "approve", by=cast.approver, line=line) if state == State.APPROVED else made

    return application


@pytest.fixture
def pay(cast):
    """`pay(application)`: its money reaches the family."""

    def reach(application):
        batch = carry([payable_of(application)], cast, "sent")
        payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
        return Application.objects.get(pk=application.pk)

    return reach


@pytest.fixture
def owed(make, pay):
    """A completion of aid that was paid and that waits for its union."""
    return pay(make(State.APPROVED)).completion


@pytest.fixture
def make_decided_at_county(cast, reference):
    """The finance of a county whose own route has it decide, and aid that it decided and paid."""
    county = cast.county
    text = URGENT.replace("at: deciding", "at: county")
    load_policy(union=county, text=text, in_force_from=date(2020, 1, 1))
    finance, approver, checker = (
        UserFactory(union=county, role=role) for role in (Role.FINANCE, Role.APPROVER, Role.REVIEWER)
    )
    line = make_line(finance, "50000")
    made = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=approver, state=State.DRAFT,
        is_urgent=True, amount=Decimal(3000),
    )  # fmt: skip
    for action, by, more in (
        ("submit", cast.clerk, {}),
        ("pass", cast.reviewer, {}),
        ("approve", approver, {"line": line}),
    ):
        made = take(made, action, by=by, **more)
    people = SimpleNamespace(finance=finance, city_reviewer=checker, approver=approver)
    batch = carry([payable_of(made)], people, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=finance)
    return finance, Application.objects.get(pk=made.pk)


def let_go_by(completion):
    """Its last day was yesterday."""
    with unguarded():
        Completion.objects.filter(pk=completion.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    return Completion.objects.get(pk=completion.pk)
