"""An approved sum in instalments of three months, and the people who look at them and pay them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.applications.states import State
from cases.giving.models import Instalment
from cases.policies.services import load_policy
from cases.policies.services.loading import default_text
from tests.cases.policies.texts import SERVICES
from tests.factories import ApplicationFactory, taking, unguarded
from tests.funds.payments.conftest import line  # noqa: F401 - a world

BY_MONTH = """    uses: living
    instalments: {times: 3, every: month}
"""


def in_instalments(text=BY_MONTH):
    """The shipped policy with its living aid in instalments."""
    return default_text().replace("    uses: living\n", text).replace("code: default", "code: monthly")


@pytest.fixture
def monthly(cast, reference):
    load_policy(union=cast.county, text=in_instalments(), in_force_from=date(2020, 1, 1))


@pytest.fixture
def make(cast, line, monthly, spare):  # noqa: F811
    """`make()`: an approved application in three instalments; `make(State.APPROVAL)` one that is not yet."""

    def apply(state=State.APPROVED, **more):
        return ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state=state, line=line, **taking(spare, more),
        )  # fmt: skip

    return apply


@pytest.fixture
def plan(make):
    """The three instalments of an approved application; all have fallen due."""
    application = make()
    with unguarded():
        application.instalments.update(due_on=timezone.localdate() - timedelta(days=1))
    return list(Instalment.objects.filter(application=application).order_by("number"))


@pytest.fixture
def serving(cast, reference):
    """A policy of the county with two services: one for the worker, once a year, and one for anybody."""
    load_policy(union=cast.county, text=SERVICES, in_force_from=date(2020, 1, 1))


@pytest.fixture
def ask(cast, serving):
    """`ask()`: an approved application for a service; `ask(State.REVIEW)` one that is not yet."""

    def apply(state=State.APPROVED, programme="legal", **more):
        return ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state=state, programme=programme, **more,
        )  # fmt: skip

    return apply
