"""封袋: an amount in the fewest notes and coins, so that nobody has to change money at the table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from hardship.kernel.money import PIECES

Sheet = Mapping[str, int]  # pieces by value (PIECES)


def break_down(amount: Decimal) -> dict[str, int]:
    """How many of each note and coin come to `amount` yuan, above zero and of whole fen; those of which there
    are none are left out. Raises ValueError for parts of a fen."""
    left, sheet = amount, {}
    for value in PIECES:
        pieces, left = divmod(left, Decimal(value))
        if pieces:
            sheet[value] = int(pieces)
    if left:
        raise ValueError(f"{amount} is not of whole fen")
    return sheet


def add_sheets(sheets: Iterable[Sheet]) -> dict[str, int]:
    """What all of them come to, in the order of PIECES."""
    sums = dict.fromkeys(PIECES, 0)
    for sheet in sheets:
        for value, pieces in sheet.items():
            sums[value] += pieces
    return {value: pieces for value, pieces in sums.items() if pieces}


def worth(sheet: Sheet) -> Decimal:
    """Yuan of these notes and coins."""
    return sum((Decimal(value) * pieces for value, pieces in sheet.items()), Decimal("0.00"))
