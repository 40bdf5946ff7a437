"""Two colleagues who receive the same matter at once."""

import pytest

from hardship.accounts.states import Role
from hardship.handovers import services
from hardship.handovers.models import HandoverItem
from hardship.handovers.selectors import list_held
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import after_this, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("F2")]
FILES = "archives.files"


@pytest.fixture
def offers(cast, reference):
    """One file, offered to two colleagues."""
    HouseholdFactory(union=cast.union, clerk=cast.clerk)
    told = {"giver": cast.clerk, "union": cast.union, "kinds": [FILES], "reason": "调离", "by": cast.clerk}
    people = [UserFactory(union=cast.union, role=Role.CLERK) for _place in range(2)]
    return [services.hand_over(to=to, **told) for to in people]


def receive(made):
    return services.receive(handover_id=made.pk, by=made.to)


def require_one_holder(cast, offers):
    assert sorted(HandoverItem.objects.values_list("is_moved", "left")) == [
        (False, "已经办结，或者不在移交人名下了。"), (True, ""),
    ]  # fmt: skip
    assert sorted(len(list_held(made.to, cast.union)) for made in offers) == [0, 1]


def test_one_of_two_who_receive_at_once_has_it(cast, offers):
    at_once(receive, offers)
    require_one_holder(cast, offers)


def test_whoever_comes_second_finds_it_gone(cast, offers):
    first, second = offers
    with after_this(lambda: receive(second)):
        receive(first)
    assert [len(list_held(made.to, cast.union)) for made in offers] == [1, 0]
    require_one_holder(cast, offers)
