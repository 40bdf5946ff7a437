"""Other aid beside an application: from whom, against which cap, and whether it may be stacked."""

import pytest

from cases.applications.models import Application
from cases.applications.selectors.beside import get_beside
from cases.applications.states import State
from tests.books import make_line
from tests.factories import HouseholdFactory, give_elsewhere

pytestmark = pytest.mark.django_db


def told(beside):
    return [(row.title, row.value, bool(row.caps)) for row in beside.rows]


@pytest.mark.requirement("B5")
def test_aid_of_another_programme_stands_beside_and_takes_nothing(cast, household, make):
    line = make_line(cast.finance, "50000")
    make(programme="living", state=State.APPROVED, household=household, line=line)
    medical = make(programme="medical", state=State.REVIEW, household=household, amount=15000)
    assert told(get_beside(medical, cast.clerk)) == [("生活救助", 9840, False)]
    living = get_beside(Application.objects.get(programme__code="living"), cast.clerk)
    assert told(living) == [("医疗救助", 15000, False)]
    assert living.rows[0].giver == cast.union.name
    assert living.stacking


@pytest.mark.requirement("B5")
def test_aid_of_the_same_programme_from_elsewhere_takes_of_its_cap(cast, household, make):
    give_elsewhere(household, 3000, "medical", by=cast.clerk)
    application = make(programme="medical", household=household)
    (row,) = get_beside(application, cast.clerk).rows
    assert (row.value, row.application) == (3000, None)
    assert any("累计上限" in name for name in row.caps)


def test_another_family_s_aid_is_not_told(cast, household, make):
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    give_elsewhere(other, 3000, "medical", by=cast.clerk)
    assert get_beside(make(household=household), cast.clerk).rows == []


def test_the_pages_show_it(as_user, cast, household, make):
    give_elsewhere(household, 3000, "medical", by=cast.clerk)
    application = make(programme="medical", household=household)
    for page in ("", "edit/", "check/"):
        shown = as_user(cast.clerk).get(f"/applications/{application.pk}/{page}").content.decode()
        assert "年其他帮扶" in shown
        assert "¥3,000.00" in shown
        assert "计入" in shown
