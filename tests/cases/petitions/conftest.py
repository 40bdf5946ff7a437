"""A county that takes matters in, a street below it, one petition that others may be joined to."""

from types import SimpleNamespace

import pytest

from hardship.accounts.states import Role
from tests.cases.petitions.calls import record
from tests.factories import UserFactory
from tests.worlds import world


@world
def room(cast, reference):
    people = {
        "county_clerk": UserFactory(union=cast.county, role=Role.CLERK),
        "department": UserFactory(union=cast.county, role=Role.DEPARTMENT),
        "county_auditor": UserFactory(union=cast.county, role=Role.AUDITOR),
        "colleague": UserFactory(union=cast.union, role=Role.CLERK),
        "street_auditor": UserFactory(union=cast.union, role=Role.AUDITOR),
    }
    return SimpleNamespace(
        **vars(cast), **people, main=record(cast.reviewer, name="邹美娟", phone="13912345679")
    )


@pytest.fixture
def street_desk(room, as_user):
    return as_user(room.clerk)
