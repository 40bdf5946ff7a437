"""A test over many items fails when one does, and says which."""

import inspect

import pytest

from tests.each import for_each


@for_each([2, 3, 4, 5], str)
def divides_none(number, numbers):
    assert all(one % number for one in numbers), "divides one"


def test_every_item_that_fails_is_named():
    with pytest.raises(AssertionError, match=r"(?s)^3: divides one.*\n5: divides one"):
        divides_none(numbers=(3, 5))


def test_what_it_asks_for_beside_the_item_are_fixtures():
    assert list(inspect.signature(divides_none).parameters) == ["numbers"]
