"""One of everything, somebody with every role over it, and the same elsewhere."""

import pytest

from hardship.accounts.states import Role
from tests.addresses import ADDRESSES
from tests.factories import UnionFactory, UserFactory

LOGIN = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world(one_of_each):
    return one_of_each


@pytest.fixture
def urls(world):
    """Every address by name, with the arguments of the world."""
    return {name: address.url(name, world) for name, address in ADDRESSES.items()}


@pytest.fixture
def everything(client, cast):
    """A client signed in as somebody of the city who holds every role at once, which no service allows."""
    client.force_login(UserFactory(union=cast.city, roles=list(Role), everything=True), backend=LOGIN)
    return client


@pytest.fixture
def strangers(cast):
    """People with every role: next door, and on each level of another branch."""
    homes = (cast.elsewhere, cast.elsewhere.county, cast.elsewhere.city, UnionFactory(parent=cast.county))
    return [UserFactory(union=home, roles=list(Role), everything=True) for home in homes]


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
