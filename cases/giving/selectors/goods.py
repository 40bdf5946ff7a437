"""Goods that can be handed out for an approved application: what lies in the stores of the applying union."""

from collections.abc import Iterable

from cases.giving.models import Fulfilment
from cases.giving.rules import row_of, units_of
from funds.goods.models import Item, Slip
from funds.goods.selectors import Ready, list_ready

SOURCE = "giving.fulfilment"
MOST_SAID = 200  # letters, as the fulfilment keeps it


def source_of(row: Fulfilment) -> str:
    """The name under which a slip knows a fulfilment."""
    return f"{SOURCE}:{row.pk}"


def list_in_stores(row: Fulfilment) -> list[Ready]:
    """What the applying union has: store, item, whole units."""
    return list_ready(row.union)


def list_in_stock(row: Fulfilment) -> list[str]:
    """The same in words, an item of one store each."""
    return [f"{one.item} {one.units} {one.item.unit}（{one.store.name}）" for one in list_in_stores(row)]


def list_approved(row: Fulfilment, ready: Iterable[Ready]) -> dict[tuple[int, int], int]:
    """What was approved in whole units, by store and item, out of the one store that has most of it."""
    stores: dict[int, dict[tuple[int, int], int]] = {}
    seen: set[tuple[int, str]] = set()
    for one in ready:
        units, found = units_of(row.application.goods, one.item), row_of(row.application.goods, one.item)
        if found and 0 < units <= one.units and (one.store.pk, found["name"]) not in seen:
            seen.add((one.store.pk, found["name"]))
            stores.setdefault(one.store.pk, {})[one.store.pk, one.item.pk] = units
    return max(stores.values(), key=len, default={})


def said_of(slip: Slip) -> str:
    """What a slip handed out, such as 大米 10 公斤装 1 袋、食用油 5 升装 1 桶."""
    lines = slip.lines.select_related("lot__item").order_by("position")
    return say_units((line.lot.item, -line.change) for line in lines)


def say_units(parts: Iterable[tuple[Item, int]]) -> str:
    """The same of units of items, those of one item together."""
    units: dict[Item, int] = {}
    for item, number in parts:
        units[item] = units.get(item, 0) + number
    return "、".join(f"{item} {number} {item.unit}" for item, number in units.items())[:MOST_SAID]
