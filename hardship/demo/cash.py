"""The cash of the demo's first city: some was taken from the bank, and was counted by two."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from funds.books import services
from funds.books.services import Cash
from hardship.accounts.models import User

TAKEN = Decimal(2000)


def build_cash(*, people: Mapping[str, User], today: date) -> str:
    """Returns how many yuan were counted."""
    cashier = people["nt.cashier"]
    box = services.open_box(ceiling=Decimal(3000), by=people["nt.finance"])
    told = Cash(kind="withdraw", on=today, paper_no="现支0021", amount=TAKEN, memo="备临时救助现金")
    services.enter_cash(box_id=box.pk, told=told, by=cashier)
    count = services.count_cash(box_id=box.pk, sheet={"100": 18, "50": 4}, by=cashier)
    services.take_count_step(count_id=count.pk, action="confirm_count", by=people["nt.approver"])
    return f"{count.found:.2f}"
