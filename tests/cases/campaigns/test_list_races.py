"""Lists at the same time: two unions and one cap, two clerks and one person, one approval twice."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from cases.campaigns import services
from cases.campaigns.models import Beneficiary
from cases.campaigns.rules import Group, Share
from cases.policies import services as policies
from funds.ledgers.models import CapUsage
from funds.payments.models import Payable
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import id_number
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("C1")]


@pytest.mark.parametrize("goods", [Decimal(0), Decimal(500), Decimal(3000)])
def test_two_unions_do_not_both_pass_the_cap_of_a_year(
    cast, winter, writer, handed_in, approve, person, draft, goods
):
    """Each list gives 3,000, the year allows 5,999.99: in cash, in both, in goods alone."""
    policies.add_gift_cap(
        region_code=cast.city.region_code, region="南通市", each=Decimal(3000), yearly=Decimal("5999.99"),
        starts_on=date(2025, 1, 1), by=cast.administrator,
    )  # fmt: skip
    number = id_number()
    row = draft(Group("困难劳模", 3000 - goods, goods), name="又一项", funds=(winter.line.fund_id,))
    services.share_out(campaign_id=row.pk, shares=[Share(winter.neighbour.pk, people=5)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    of = services.begin_list(campaign_id=row.pk, by=winter.other)
    entry = person(number, group_id=row.groups.get().pk)
    services.add(list_id=of.pk, entry=entry, by=winter.other)
    lists = [
        handed_in(person(number)),
        services.take_list_step(list_id=of.pk, action="submit", by=winter.other),
    ]
    results = at_once(approve, lists)
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert [one.is_approved for one in results if not isinstance(one, Refused)] == [True]
    assert CapUsage.objects.get().used <= Decimal("5999.99")
    assert_books_balance()


def test_two_clerks_list_one_person_once(cast, winter, begin, person):
    number, lists = id_number(), [(begin(), cast.clerk), (begin(winter.other), winter.other)]
    results = at_once(lambda one: services.add(list_id=one[0].pk, entry=person(number), by=one[1]), lists)
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert Beneficiary.objects.filter(removed_at=None).count() == 1


def test_a_list_is_approved_once(winter, handed_in, approve):
    row = handed_in()
    results = at_once(lambda _n: approve(row), range(6))
    assert Counter(isinstance(one, Refused) for one in results) == {True: 5, False: 1}
    assert Payable.objects.count() == 1
    assert_books_balance()
