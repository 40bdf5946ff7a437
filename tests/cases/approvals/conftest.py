import pytest

from cases.applications.states import State
from tests.books import make_line
from tests.factories import ApplicationFactory
from tests.worlds import world


@world
def line(cast, reference):
    """A line of the city with 50,000 yuan for regular living aid."""
    return make_line(cast.finance, "50000")


@pytest.fixture
def make(cast, reference):
    """`make(State.PUBLIC_NOTICE)`: an application of the cast's household, moved there by the cast."""

    def application(state=State.DRAFT, **more):
        return ApplicationFactory(
            **{
                "union": cast.union,
                "clerk": cast.clerk,
                "reviewer": cast.reviewer,
                "approver": cast.approver,
                "state": state,
                **more,
            }
        )

    return application
