"""Registries: one key, one value; a second one under the same key is refused."""

from types import SimpleNamespace

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


def test_a_name_is_taken_once(colours):
    with pytest.raises(ValueError, match="two registries called colours"):
        Registry("colours", "The same again.")


def test_what_is_registered_is_named(colours):
    assert registry.described(registry.registries) == "`registries`"
    assert registry.described(SimpleNamespace(run=registry.registries)) == "`registries`"
    assert registry.described(colours) == "`Registry`"
    assert registry.described("蓝") == "蓝"


def test_a_registry_knows_which_module_added(colours):
    def paint(key, value):
        colours.add(key)(value)

    exec(compile("paint('sky', 'blue')", "", "exec"), {"__name__": "room.desk", "paint": paint})
    assert colours.modules == {"sky": "room.desk"}


def test_every_registry_is_listed_by_name(colours):
    other = Registry("animals", "What another sample collects.")
    assert registry.registries() == [other, colours]
