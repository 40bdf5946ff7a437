"""Goods of many applications at once: the items that a grid has columns for, how much of each in all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from cases.applications.models import Application
from cases.applications.rules import say_quantity
from cases.policies.models import Programme


@dataclass(frozen=True)
class GoodsColumn:
    """One item of a grid, with what is asked of it in all its units together, such as “400 公斤”."""

    name: str
    units: tuple[str, ...]
    total: str

    @property
    def label(self) -> str:
        return f"{self.name}（{'、'.join(self.units)}）"


def list_goods_columns(programmes: Iterable[Programme], rows: QuerySet[Application]) -> list[GoodsColumn]:
    """The items that these programmes give, in their order, each with the sum over these applications: an
    item that two policies count otherwise has a sum for each unit."""
    units: dict[str, dict[str, Decimal]] = {}
    for programme in programmes:
        for item in programme.rule.goods:
            units.setdefault(item.name, {}).setdefault(item.unit, Decimal(0))
    for name, unit, quantity in _asked(rows) if units else ():
        units.setdefault(name, {}).setdefault(unit, Decimal(0))
        units[name][unit] += quantity
    return [
        GoodsColumn(name, tuple(sums), "、".join(say_quantity(total, unit) for unit, total in sums.items()))
        for name, sums in units.items()
    ]


def list_quantities(application: Application, names: Sequence[str]) -> list[str]:
    """How much of each of these items an application asks for, in words; '' for none."""
    asked: defaultdict[str, str] = defaultdict(str)
    for row in application.goods:
        asked[row["name"]] = say_quantity(Decimal(row["quantity"]), row["unit"])
    return [asked[name] for name in names]


def _asked(rows: QuerySet[Application]) -> Iterable[tuple[str, str, Decimal]]:
    for goods in rows.order_by().values_list("goods", flat=True):
        for row in goods:
            yield row["name"], row["unit"], Decimal(row["quantity"])
