"""物资单据 in the subjects of union accounting (财会〔2021〕7号): what lies in the stores is 库存物品, and of
the same size 资产基金——库存物品. What goods cost is booked where they are paid for; what is given costs
nothing."""

from decimal import Decimal

from funds.books.rules.subjects import STOCK, STOCK_FUND, Entry
from funds.goods.states import Kind
from funds.ledgers.states import Side

# What takes another slip back is red against what that one was booked to.
UNDOING = (Kind.RETURN, Kind.REVERSAL)


def entries_of_goods(kind: str, change: Decimal) -> list[Entry]:
    """The two entries of a slip that changed what lies in the stores of a union by `change` yuan: more debits
    库存物品, less credits it; what came back or was reversed is the opposite in red."""
    comes_in, amount = change > 0, abs(change)
    if kind in UNDOING:
        comes_in, amount = not comes_in, -amount
    debit, credit = (STOCK, STOCK_FUND) if comes_in else (STOCK_FUND, STOCK)
    return [Entry(debit, Side.DEBIT, amount), Entry(credit, Side.CREDIT, amount)]
