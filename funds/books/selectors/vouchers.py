"""记账凭证 and what the subjects come to. Amounts are yuan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import CashEntry, Voucher, VoucherEntry, VoucherPaper
from funds.books.models.vouchers import ORIGINS
from funds.books.rules.subjects import MONEY, NAMES
from funds.books.selectors.balances import end_of
from funds.books.selectors.cash import list_undrawn_cash
from funds.books.selectors.goods import count_moved_goods, list_moved_goods
from funds.books.selectors.losses import list_loss_months, list_undrawn_losses
from funds.ledgers.models import Journal, Posting
from funds.ledgers.states import CASH_BUCKETS, Side
from hardship.accounts.models import Union, User
from hardship.kernel.lint import Figure, Figures

ZERO = Decimal("0.00")
HANDS = ("maker", "maker_for", "drawn_by", "drawn_for", "checked_by", "checked_for")
WITH = ("union", *ORIGINS, *HANDS)
PAPERS = Prefetch("papers", VoucherPaper.objects.order_by("pk"))
NET = Case(When(side=Side.DEBIT, then=F("amount")), default=-F("amount"))


def list_vouchers(*, user: User) -> QuerySet[Any]:
    """The vouchers of the user's scope, the newest first; `debits` is the sum of their debit side."""
    rows: QuerySet[Voucher] = Voucher.objects.visible_to(user)
    debits = VoucherEntry.objects.filter(voucher=OuterRef("pk"), side=Side.DEBIT).order_by().values("voucher")
    return (
        rows.select_related(*WITH)
        .defer("journal__canonical")
        .annotate(debits=Subquery(debits.annotate(sum=Sum("amount")).values("sum")))
        .prefetch_related(PAPERS)
        .order_by("-month", "union__path", "number")
    )


def list_with_entries(*, union: Union, month: date) -> QuerySet[Voucher]:
    """The vouchers of one union and month in their order, with their entries."""
    entries = VoucherEntry.objects.select_related("fund").order_by("position")
    rows = Voucher.objects.filter(union=union, month=month)
    return (
        rows.select_related(*WITH)
        .defer("journal__canonical")
        .prefetch_related(Prefetch("entries", entries), PAPERS)
        .order_by("number")
    )


def list_undrawn(*, union: Union, month: date) -> QuerySet[Journal]:
    """The journals of a union and month that moved money and have no voucher, in the order of the books."""
    found = list_waiting(union=union).filter(on__gte=month, on__lte=end_of(month))
    return found.order_by("on", "number")


def list_waiting(*, union: Union) -> QuerySet[Journal]:
    """The journals of a union that moved money and have no voucher."""
    moving = (
        Posting.objects.filter(journal__union=union, account__bucket__in=CASH_BUCKETS)
        .order_by().values("journal").annotate(net=Sum(NET)).exclude(net=0)
    )  # fmt: skip
    return Journal.objects.filter(union=union, voucher__isnull=True, pk__in=moving.values("journal"))


def list_unchecked(*, union: Union, month: date) -> QuerySet[Voucher]:
    """The vouchers of a union and month that nobody has checked."""
    return Voucher.objects.filter(union=union, month=month, checked_by__isnull=True).order_by("number")


@dataclass(frozen=True)
class SubjectRow:
    """What one subject comes to: balances are debit less credit."""

    subject: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def name(self) -> str:
        return NAMES[self.subject]

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit

    @property
    def side(self) -> str:
        """借, 贷 or 平: on which side its balance stands."""
        return "平" if not self.closing else str(Side.DEBIT.label if self.closing > 0 else Side.CREDIT.label)

    @property
    def balance(self) -> Decimal:
        return abs(self.closing)


@dataclass(frozen=True)
class TrialBalance:
    """科目余额表 of a union and month, and what the ledger says of the same journals."""

    rows: list[SubjectRow]
    in_ledger: Decimal

    def sum(self, name: str) -> Decimal:
        return sum((getattr(row, name) for row in self.rows), ZERO)

    @property
    def debits(self) -> Decimal:
        return self.sum("debit")

    @property
    def credits(self) -> Decimal:
        return self.sum("credit")

    @property
    def in_bank(self) -> Decimal:
        return sum((row.closing for row in self.rows if row.subject in MONEY), ZERO)

    def figures(self) -> Figures:
        """The table as it is looked over before anybody prints it; over all subjects nothing is left."""
        columns = (
            Figure("opening", _("期初")), Figure("debit", _("本月借方")), Figure("credit", _("本月贷方")),
            Figure("closing", _("期末"), parts=("opening", "debit", "-credit")),
        )  # fmt: skip
        keys = [column.key for column in columns]
        rows = [(row.name, {key: getattr(row, key) for key in keys}) for row in self.rows]
        totals = {"opening": ZERO, "debit": self.credits, "credit": self.debits, "closing": ZERO}
        return Figures(columns, rows, totals if rows else {})

    @property
    def agrees(self) -> bool:
        """Whether both sides are equal and the subjects of bank and cash hold what the ledger does."""
        return self.debits == self.credits and self.in_bank == self.in_ledger


def get_trial_balance(*, union: Union, month: date) -> TrialBalance:
    """The subjects at the end of a month. The ledger is asked for the same journals anew."""
    entries = VoucherEntry.objects.filter(voucher__union=union, voucher__month__lte=month)
    rows = entries.order_by("subject").values("subject").annotate(
        opening=Sum(NET, filter=Q(voucher__month__lt=month)),
        debit=Sum("amount", filter=Q(voucher__month=month, side=Side.DEBIT)),
        credit=Sum("amount", filter=Q(voucher__month=month, side=Side.CREDIT)),
    )  # fmt: skip
    moved = Posting.objects.filter(
        journal__voucher__union=union, journal__voucher__month__lte=month, account__bucket__in=CASH_BUCKETS
    )
    made = [
        SubjectRow(row["subject"], *(row[key] or ZERO for key in ("opening", "debit", "credit")))
        for row in rows
    ]
    return TrialBalance(made, moved.aggregate(sum=Sum(NET))["sum"] or ZERO)


def list_booked_months(*, union: Union, today: date) -> list[date]:
    """The first days of the months with anything to book of the union, journals, cash, loans written off or
    goods, or with vouchers, up to the last one that is over; the newest first."""
    first = today.replace(day=1)
    months = set(Voucher.objects.filter(union=union, month__lt=first).values_list("month", flat=True))
    for model in (Journal, CashEntry):
        months |= set(model.objects.filter(union=union, on__lt=first).dates("on", "month"))
    goods = list_moved_goods(union=union, until=first - timedelta(days=1))
    months |= {row.on.replace(day=1) for row in goods}
    months |= {month for month in list_loss_months(union) if month < first}
    return sorted(months, reverse=True)


def count_by_month(*, union: Union, months: Sequence[date]) -> list[dict[str, Any]]:
    """For each of these months how many journals wait for a voucher, how many vouchers there are and wait for
    a check; as many queries for one month as for twelve."""
    if not months:
        return []
    days = {"on__gte": min(months), "on__lte": end_of(max(months))}
    waiting = list_waiting(union=union).filter(**days).order_by().values(of=TruncMonth("on"))
    undrawn = Counter(dict(waiting.annotate(n=Count("pk")).values_list("of", "n")))
    undrawn.update(count_moved_goods(union=union, months=months))
    cash = list_undrawn_cash(union=union, months=months).values_list("on", flat=True)
    undrawn.update(on.replace(day=1) for on in cash)
    losses = list_undrawn_losses(union=union, months=months).values_list("written_at", flat=True)
    undrawn.update(timezone.localdate(at).replace(day=1) for at in losses if at)
    vouchers = Voucher.objects.filter(union=union, month__in=months).order_by().values("month")
    counted = {
        row["month"]: row
        for row in vouchers.annotate(
            drawn=Count("pk"), unchecked=Count("pk", filter=Q(checked_by__isnull=True))
        )
    }
    none = {"drawn": 0, "unchecked": 0}
    return [{**none, **counted.get(one, {}), "month": one, "undrawn": undrawn[one]} for one in months]


def totals(vouchers: Iterable[Voucher]) -> tuple[Decimal, Decimal]:
    """The sums of debits and credits of vouchers with their entries."""
    sums = {side: ZERO for side in Side}
    for voucher in vouchers:
        for entry in voucher.entries.all():
            sums[Side(entry.side)] += entry.amount
    return sums[Side.DEBIT], sums[Side.CREDIT]
