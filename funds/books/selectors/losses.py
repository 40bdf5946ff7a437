"""周转金 in the books: what of journals is lent, and what was written off."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, When
from django.utils import timezone

from funds.books.selectors.balances import end_of
from funds.ledgers.models import Posting
from funds.ledgers.states import Bucket, Side
from funds.loans.models import Loan
from funds.loans.states import State
from hardship.accounts.models import Union

ZERO = Decimal("0.00")


def find_lent(postings: Iterable[Posting]) -> set[Any]:
    """The keys of those commitments of these postings that are loans."""
    keys = {row.commitment_id for row in postings if row.commitment_id}
    return (
        set(Loan.objects.filter(commitment__in=keys).values_list("commitment", flat=True)) if keys else set()
    )


def list_undrawn_losses(*, union: Union, months: Sequence[date]) -> QuerySet[Loan]:
    """The loans that were written off in these months and have no voucher."""
    rows = Loan.objects.filter(union=union, state=State.WRITTEN_OFF, voucher__isnull=True)
    days = (min(months), end_of(max(months)))
    return rows.filter(written_at__date__range=days).order_by("written_at", "pk")


def get_lent_out(union: Union, until: date) -> Decimal | None:
    """The yuan of loans that were out at the end of a day, by the ledger; None while one of their journals
    has no voucher, when the subjects do not hold them all."""
    moved = Posting.objects.filter(
        commitment__loan__union=union, account__bucket=Bucket.PAID, journal__on__lte=until
    )
    if moved.filter(journal__voucher__isnull=True).exists():
        return None
    gone = Loan.objects.filter(union=union, state=State.WRITTEN_OFF, written_at__date__lte=until)
    if gone.filter(voucher__isnull=True).exists():
        return None
    out = moved.aggregate(sum=Sum(Case(When(side=Side.CREDIT, then=F("amount")), default=-F("amount"))))[
        "sum"
    ]
    return (out or ZERO) - (gone.aggregate(sum=Sum("written_off"))["sum"] or ZERO)


def list_loss_months(union: Union) -> set[date]:
    """The first days of the months in which loans were written off."""
    days = Loan.objects.filter(union=union, state=State.WRITTEN_OFF).values_list("written_at", flat=True)
    return {timezone.localdate(at).replace(day=1) for at in days if at}
