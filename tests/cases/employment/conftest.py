"""A course of the county that takes people, and whom it may take."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from cases.archives.models import Member
from cases.employment import services
from cases.people.models import Person
from hardship.accounts.states import Role
from hardship.demo import clock
from tests.cases.people.test_people import listed
from tests.factories import HouseholdFactory, MemberFactory, UserFactory, written_on
from tests.worlds import world


@world
def county_clerk(cast):
    return UserFactory(union=cast.county, role=Role.CLERK)


@world
def seekers(cast, reference):
    """Three of a file in force who look for work, and one off file."""
    home = HouseholdFactory(union=cast.union, filed=True)
    with written_on(home, "members"):
        found = [home.head, MemberFactory(household=home), MemberFactory(household=home)]
        Member.objects.filter(pk__in=[one.pk for one in found]).update(seeks_work=True, skills="会做饭")
    return SimpleNamespace(home=home, members=found, off_file=listed(cast.clerk))


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def plan(**more):
    given = {
        "name": "家政服务员", "trade": "家政服务", "hours": 60, "place": "文化宫", "starts_on": today(-2),
        "ends_on": today(5), "seats": 2, "partner": "启航职校",
    }  # fmt: skip
    return services.Plan(**{**given, **more})


@pytest.fixture
def begin(county_clerk):
    """`begin(seats=3)`: an open course of the county, or with `state="planned"` one that is not open yet."""

    def make(state="open", **more):
        course = services.make_course(plan=plan(**more), by=county_clerk)
        if state == "open":
            course = services.take_step(course_id=course.pk, action="open", by=county_clerk)
        return course

    return make


@pytest.fixture
def enrol(county_clerk):
    """`enrol(course, *people)`: puts members and people off file on it; what was made of them."""

    def put(course, *chosen, by=None):
        for model, name, service in (
            (Member, "members", services.enrol_members), (Person, "people", services.enrol_people)
        ):  # fmt: skip
            keys = [one.pk for one in chosen if isinstance(one, model)]
            if keys:
                rows = model.objects.filter(pk__in=keys)
                service(course_id=course.pk, by=by or county_clerk, **{name: rows})
        return list(course.enrolments.order_by("pk"))

    return put


@pytest.fixture
def over(begin, enrol, seekers, county_clerk):
    """`over()`: an ended course of some months ago; two of a file passed, one off file did not."""

    def make(ago=100):
        with clock.at(today(-ago)):
            course = begin(seats=5)
            rows = enrol(course, *seekers.members[:2], seekers.off_file)
        with clock.at(course.ends_on):
            for row, state in zip(rows, ("passed", "passed", "failed"), strict=True):
                services.enter_result(enrolment_id=row.pk, state=state, hours=50, by=county_clerk)
            return services.take_step(course_id=course.pk, action="end", by=county_clerk)

    return make
