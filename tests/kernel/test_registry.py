"""Registries: one key, one value; a second one under the same key is refused."""

import pytest

from hardship.kernel import registry
from hardship.kernel.registry import Registry


@pytest.fixture
def colours(monkeypatch):
    monkeypatch.setattr(registry, "_ALL", [])
    return Registry("colours", "What a sample collects.")


def test_values_come_in_the_order_in_which_they_were_added(colours):
    colours.add("sky")("blue")
    colours.add("grass")("green")
    assert list(colours) == ["blue", "green"]
    assert (colours["sky"], colours.get("snow"), len(colours)) == ("blue", None, 2)


def test_a_key_is_taken_once(colours):
    colours.add("sky")("blue")
    with pytest.raises(ValueError, match="colours: sky is registered twice"):
        colours.add("sky")("grey")
    assert colours["sky"] == "blue"


def test_every_registry_is_listed_by_name(colours):
    other = Registry("animals", "What another sample collects.")
    assert registry.registries() == [other, colours]
