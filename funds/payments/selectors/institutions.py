"""What of a batch goes to hospitals and schools: a list for each account, which goes with the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from funds.payments.models import OtherPayee, Payment, PaymentBatch
from funds.payments.selectors.holders import as_bytes
from funds.payments.states import INSTITUTIONS, LIVE_STATES


@dataclass(frozen=True)
class Bill:
    """What one hospital or school gets of a batch, for whom; `other` is the request of its first line."""

    other: OtherPayee
    payments: Sequence[Payment]

    @property
    def count(self) -> int:
        return len(self.payments)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), Decimal(0))


def list_bills(batch: PaymentBatch) -> list[Bill]:
    """By institution and account, in the order of the batch; what failed, came back or was cancelled is not
    on it, since it does not get there."""
    rows = batch.payments.filter(state__in=LIVE_STATES, other__party__in=INSTITUTIONS)
    bills: dict[tuple[str, bytes | None, bytes | None], list[Payment]] = {}
    for payment in rows.select_related("other", "payable", "union").order_by("line"):
        other = payment.other
        if other is not None:
            key = (other.name, as_bytes(other.number_index), as_bytes(other.bank_card_index))
            bills.setdefault(key, []).append(payment)
    return [Bill(payments[0].other, payments) for payments in bills.values() if payments[0].other]
