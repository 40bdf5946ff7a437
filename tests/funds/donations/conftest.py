"""Gifts to the city: who enters them, who confirms them, and donations in each state."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from funds.donations import services
from funds.donations.services import DonorTold, Gift
from hardship.accounts.states import Role
from tests.factories import UserFactory
from tests.worlds import world

USCC = "91350100M000100Y43"  # with its check digit


@world
def second(cast):
    """Another finance person of the city."""
    return UserFactory(union=cast.city, role=Role.FINANCE)


def money(amount="1000.00", **more):
    """A gift of money for living aid, today, unless told otherwise."""
    told = {"source": "donation", "use": "living", "method": "bank", "given_on": timezone.localdate(), **more}
    return Gift(form="money", amount=Decimal(amount), **told)


def goods(amount="500.00", **more):
    """A gift of rice."""
    told = {
        "goods": "大米 10 千克装 50 袋",
        "valued_by": "发票 02134",
        "given_on": timezone.localdate(),
        **more,
    }
    return Gift(form="goods", amount=Decimal(amount), **told)


COMPANY = DonorTold("company", "南通金河纺织有限公司", USCC, consent_on=None)


@pytest.fixture
def enter(cast):
    """`enter(money("5"))`: a donation that finance entered."""

    def make(gift=None, donor=COMPANY, key=None):
        return services.enter(gift=gift or money(), donor=donor, by=cast.finance, key=key or uuid.uuid4())

    return make


@pytest.fixture
def given(enter, second):
    """`given(money("5"))`: a donation that was confirmed."""

    def make(gift=None, donor=COMPANY):
        return services.take_step(donation_id=enter(gift, donor).pk, action="confirm", by=second)

    return make


@pytest.fixture
def voided(cast, given, second):
    """`voided()`: a donation whose receipt is void."""

    def make(gift=None):
        row = given(gift)
        services.take_step(donation_id=row.pk, action="ask_void", by=cast.finance, comment="开错抬头")
        return services.take_step(donation_id=row.pk, action="void", by=second)

    return make
