import pytest

from tests.factories import ApplicationFactory, HouseholdFactory, taking
from tests.worlds import world


@world
def household(cast, reference):
    """A filed household of the cast's union, deep hardship, with a daughter in senior high school."""
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)


@pytest.fixture
def make(cast, reference, spare):
    """`make(programme="medical")`: an application of the cast's union."""

    def application(**more):
        people = {"clerk": cast.clerk, "reviewer": cast.reviewer, "approver": cast.approver}
        return ApplicationFactory(**{"union": cast.union, **people, **taking(spare, more)})

    return application
