"""近一年类似申请: of the county, of the programme, of the same disease; no names; for who decides."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors.similar import FEWEST, list_similar
from tests.factories import UnionFactory, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(make, line):
    """`decided(amount=…)`: one more that was decided, of another family."""

    def one(state=State.APPROVED, *, days=10, **more):
        application = make(State.DRAFT, amount=1000)
        values = {"state": state, "decided_at": timezone.now() - timedelta(days=days), **more}
        with unguarded():
            Application.objects.filter(pk=application.pk).update(**values)
        return application

    return one


def test_too_few_are_not_shown(make, decided):
    application = make(State.REVIEW)
    for _n in range(FEWEST - 1):
        decided()
    assert list_similar(application) is None
    decided()
    assert list_similar(application).approved == FEWEST


def test_what_counts(make, decided):
    application = make(State.REVIEW)
    for amount in (800, 1000, 1500):
        decided(amount=Decimal(amount))
    decided(State.REJECTED, amount=Decimal(5000))
    decided(days=366, amount=Decimal(1))
    decided(State.REVIEW)
    found = list_similar(application)
    assert (found.approved, found.rejected, found.middle) == (3, 1, 1000)


def test_those_of_another_county_are_others(make, decided, cast):
    application = make(State.REVIEW)
    other = UnionFactory(parent=cast.city, level="county")
    for _n in range(FEWEST):
        decided(county=other)
    assert list_similar(application) is None


def test_only_the_same_disease(make, decided):
    application = make(State.REVIEW)
    with unguarded():
        Application.objects.filter(pk=application.pk).update(facts={"disease": "尿毒症"})
    application.refresh_from_db()
    for _n in range(FEWEST):
        decided(facts={"disease": "尿毒症"})
    decided(facts={"disease": "骨折"})
    found = list_similar(application)
    assert (found.kind, found.approved) == ("尿毒症", FEWEST)


def test_who_decides_sees_them_without_names_and_nobody_else(make, decided, cast, as_user):
    application = make(State.REVIEW)
    made = [decided() for _n in range(FEWEST)]
    page = as_user(cast.reviewer).get(f"/applications/{application.pk}/").text
    assert "近一年类似申请" in page
    for one in made:
        assert one.number is None or one.number not in page
        assert one.household_id == application.household_id or str(one.household) not in page
    assert "近一年类似申请" not in as_user(cast.clerk).get(f"/applications/{application.pk}/").text
