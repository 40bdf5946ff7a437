"""Goods, stores, lots and the slips that move them. The database keeps what lies in a lot and lets no
slip leave its way: migrations/sql/."""

from funds.goods.models.slips import Slip, SlipCounter, SlipLine
from funds.goods.models.stock import Item, Lot, Store

__all__ = ["Item", "Lot", "Slip", "SlipCounter", "SlipLine", "Store"]
