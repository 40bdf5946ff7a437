"""Writes of goods. All are called by keyword, run in one transaction, leave an audit row, and raise
GoodsRefused with a sentence for the user. Quantities are whole units, values yuan for each."""

from funds.goods.services.catalogue import add_item, add_store, reprice
from funds.goods.services.moving import issue, reverse, transfer
from funds.goods.services.refusals import GoodsRefused
from funds.goods.services.returning import give_back
from funds.goods.services.slips import count, get_own_store, report_loss, take_in
from funds.goods.services.sources import SOURCES, SlipSource
from funds.goods.services.steps import list_buttons, take_step

__all__ = [
    "SOURCES",
    "GoodsRefused",
    "SlipSource",
    "add_item",
    "add_store",
    "count",
    "get_own_store",
    "give_back",
    "issue",
    "list_buttons",
    "report_loss",
    "reprice",
    "reverse",
    "take_in",
    "take_step",
    "transfer",
]
