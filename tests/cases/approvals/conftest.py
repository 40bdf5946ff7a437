from datetime import timedelta

import pytest
from django.utils import timezone

from cases.applications.states import State
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from tests.books import make_line
from tests.factories import ApplicationFactory, UserFactory, taking
from tests.worlds import world


@world
def line(cast, reference):
    """A line of the city with 50,000 yuan for regular living aid."""
    return make_line(cast.finance, "50000")


@pytest.fixture
def make(cast, reference, spare):
    """`make(State.PUBLIC_NOTICE)`: an application of the cast's household, moved there by the cast."""

    def application(state=State.DRAFT, **more):
        return ApplicationFactory(
            **{
                "union": cast.union,
                "clerk": cast.clerk,
                "reviewer": cast.reviewer,
                "approver": cast.approver,
                "state": state,
                **taking(spare, more),
            }
        )

    return application


@pytest.fixture
def acting(cast):
    """`acting(cast.approver)`: somebody of the same union who stands in for them; `user=` names them."""

    def stand_in(holder, user=None):
        today = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=holder.appointments.get().pk,
            user=user or UserFactory(union=holder.union, roles=[], name="李代办"),
            from_on=today, until_on=today + timedelta(days=3), reason="年休假", by=holder,
        )  # fmt: skip
        return standing_in(row.user, row)

    return stand_in
