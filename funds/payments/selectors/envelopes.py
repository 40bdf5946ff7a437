"""封袋清单 of a batch in cash: what goes into whose envelope, and what is fetched from the bank for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules.envelopes import add_sheets, break_down, worth
from funds.payments.states import BatchState, Method, PaymentState
from hardship.accounts.models import User
from hardship.kernel.money import PIECES

PAGE_DAYS = 3


@dataclass(frozen=True)
class Envelope:
    """One line of the batch with its notes and coins."""

    payment: Payment
    sheet: Mapping[str, int]

    @property
    def cells(self) -> dict[str, int | None]:
        """By the place of a value in PIECES, "p0" for the largest; None for none."""
        return {f"p{place}": self.sheet.get(value) for place, value in enumerate(PIECES)}


@dataclass(frozen=True)
class Envelopes:
    """All envelopes of a batch; both ways to count them come to the same."""

    rows: Sequence[Envelope]

    @cached_property
    def sheet(self) -> dict[str, int]:
        """Notes and coins of all of them, by value."""
        return add_sheets(row.sheet for row in self.rows)

    @property
    def pieces(self) -> list[tuple[str, int, Decimal]]:
        """What is fetched from the bank: value, how many, yuan."""
        return [(value, n, Decimal(value) * n) for value, n in self.sheet.items()]

    @property
    def total(self) -> Decimal:
        return worth(self.sheet)


def get_envelopes(batch: PaymentBatch) -> Envelopes:
    """The envelopes of a batch in cash, in the order of its roster; nothing of a line that was cancelled."""
    rows = batch.payments.select_related("payable", "union", "other").order_by("line")
    lines = rows.exclude(state=PaymentState.CANCELLED)
    return Envelopes([Envelope(line, break_down(line.amount)) for line in lines])


def list_pages_due(user: User) -> QuerySet[PaymentBatch]:
    """What the person's union handed out in cash some days ago and of which no signed page is kept."""
    rows: QuerySet[PaymentBatch] = PaymentBatch.objects.visible_to(user)
    last = timezone.now() - timedelta(days=PAGE_DAYS)
    rows = rows.filter(union=user.union_id, method=Method.CASH, settled_at__lte=last, pages__isnull=True)
    return rows.filter(state__in=(BatchState.SETTLED, BatchState.CLOSED))
