"""Several clerks at once on one application, or on one household."""

import pytest
from django.db import transaction

from cases.applications import services
from cases.applications.models import Application
from cases.applications.services import AlreadyOpen, StaleApplication
from hardship.accounts.states import Role
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import at_once, impatient

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_saves_of_one_page_the_second_is_told_so(cast, make):
    draft = make()
    clerks = [cast.clerk, *(UserFactory(union=cast.union, role=Role.CLERK) for _n in range(3))]

    def save(clerk):
        return services.save(
            application_id=draft.pk, version=draft.version, by=clerk, reason=clerk.name, amount=100
        )

    results = at_once(save, clerks)
    assert sorted(type(result).__name__ for result in results) == ["Application", *["StaleApplication"] * 3]
    draft.refresh_from_db()
    assert draft.edits.order_by("-pk")[0].version == draft.version


def test_a_save_waits_for_the_one_before_it(cast, make):
    draft = make()

    def save():
        return services.save(application_id=draft.pk, version=draft.version, by=cast.clerk, reason="第二次")

    with transaction.atomic():
        services.save(application_id=draft.pk, version=draft.version, by=cast.clerk, reason="第一次")
        assert impatient(save) == "waits"
    assert type(impatient(save)) is StaleApplication
    assert Application.objects.get().reason == "第一次"


def test_one_household_applies_for_one_thing_once_however_many_try(cast, reference):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    results = at_once(
        lambda _n: services.start(household_id=household.pk, programme_id=reference.living.pk, by=cast.clerk),
        range(4),
    )
    assert [type(result) for result in results].count(AlreadyOpen) == 3
    assert Application.objects.count() == 1


@pytest.mark.requirement("B6")
def test_two_unions_at_the_same_moment_begin_it_once(cast, reference):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    county = UserFactory(union=cast.county, role=Role.CLERK)

    def begin(by):
        return services.start(household_id=household.pk, programme_id=reference.living.pk, by=by)

    results = at_once(begin, [cast.clerk, county])
    assert sorted(type(result).__name__ for result in results) == ["AlreadyOpen", "Application"]
    assert Application.objects.count() == 1
