"""Primary keys that a form or an address names."""

import pytest

from hardship.kernel.keys import read_key, read_keys


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.5", "1e3", "１２", "٣", " 1", "1\n", "9" * 19, "1 or 1=1"]
)
def test_what_is_no_key_is_the_key_of_no_row(text):
    assert read_key(text) == 0


def test_keys_are_read_in_order_and_no_more_than_asked_for():
    assert read_key("9" * 18) == 10**18 - 1
    assert read_keys(["3", "x", "1", "2"], most=3) == [3, 1]
