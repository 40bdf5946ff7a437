"""Scope itself, without a page: what a query set gives to whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cases.archives.models import Household
from hardship.accounts.models import Union, User
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


def test_somebody_anonymous_sees_nothing(cast):
    HouseholdFactory(union=cast.union, clerk=cast.clerk)
    for model in (Household, Union, User):
        assert not model.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "administrator"])
def test_each_sees_their_own_branch_and_no_other(cast, who):
    own = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    HouseholdFactory(union=cast.elsewhere)
    assert Household.objects.visible_to(getattr(cast, who)).get() == own


def test_a_grassroots_union_does_not_see_its_sisters_nor_what_lies_above(cast):
    HouseholdFactory(union=cast.county)
    assert not Household.objects.visible_to(cast.clerk).exists()
