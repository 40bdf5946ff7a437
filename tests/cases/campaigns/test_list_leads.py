"""Somebody on a list becomes a lead: of the own list, of whom nobody else keeps a file or a lead."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import NumberLookup
from cases.campaigns import services
from cases.leads.models import Lead
from cases.leads.services import Told, record_lead
from cases.people.services import PersonRefused
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, id_number

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]


@pytest.fixture
def put(cast, begin, person):
    """`put(number)`: the row of somebody with this number on the list of the union."""
    return lambda number=None: services.add(list_id=begin().pk, entry=person(number), by=cast.clerk)


def test_only_of_the_own_list_and_of_who_is_on_it(cast, put):
    row = put()
    with pytest.raises(Refused, match=f"由“{cast.union.name}”的经办人"):
        services.make_lead(beneficiary_id=row.pk, by=UserFactory(union=cast.county, role=Role.CLERK))
    services.remove(list_id=row.list_id, keys=[row.pk], by=cast.clerk)
    with pytest.raises(Refused, match="已移出名单"):
        services.make_lead(beneficiary_id=row.pk, by=cast.clerk)
    assert not Lead.objects.exists()


@pytest.mark.parametrize("kept", ["file", "lead"])
def test_of_somebody_elsewhere_no_more_is_told_and_it_is_counted(cast, winter, put, as_user, kept, reference):
    number = id_number()
    if kept == "file":
        number = HouseholdFactory(union=winter.neighbour, filed=True).head.id_number.reveal()
    else:
        told = Told(
            channel="visit", heard_on=timezone.localdate(), name="顾永兴", hardship="病", id_number=number
        )
        record_lead(told=told, by=winter.other)
    row = put(number)
    page = as_user(cast.clerk).post(reverse("campaigns:lead", args=[row.pk]), follow=True)
    text = page.content.decode()
    assert ("范围以外的工会已经登记" in text, winter.neighbour.name in text) == (True, False)
    assert NumberLookup.objects.filter(by=cast.clerk).count() == 1
    assert Lead.objects.count() == (kept == "lead")


def test_who_asked_too_often_waits(cast, put):
    row = put()
    NumberLookup.objects.bulk_create(
        NumberLookup(found=1, number_index=bytes([place]), by=cast.clerk) for place in range(100)
    )
    with pytest.raises(PersonRefused, match="一小时内"):
        services.make_lead(beneficiary_id=row.pk, by=cast.clerk)
