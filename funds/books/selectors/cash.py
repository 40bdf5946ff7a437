"""库存现金 of a union: its journal by month, what may be paid out of it, and what keeps a month open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.books.models import CashBox, CashCount, CashEntry
from funds.books.selectors.balances import end_of
from funds.books.states import CASH_COUNTED, CASH_UNDONE, CashKind, CountState
from funds.donations.models import Donation
from funds.donations.states import Method as GiftMethod
from funds.donations.states import State as GiftState
from funds.ledgers.models import Journal
from funds.ledgers.selectors.closing import CLOSING, ClosingCheck, Obstacle
from funds.ledgers.states import Event, Side
from funds.payments.models import PaymentBatch
from funds.payments.states import Method
from hardship.accounts.models import Union, User, people_of

PAYABLE_DAYS = 62  # how long after it was booked a payout may still be entered
UNDOABLE_DAYS = 366  # how long an entry may be taken back


@dataclass(frozen=True)
class CashMonth:
    """The journal of a month: what was there before, the entries, what is left after the last day."""

    box: CashBox
    month: date
    before: Decimal
    rows: list[CashEntry]

    @property
    def after(self) -> Decimal:
        return self.rows[-1].balance if self.rows else self.before

    @property
    def debits(self) -> Decimal:
        return sum((row.amount for row in self.rows if row.comes_in), Decimal(0))

    @property
    def credits(self) -> Decimal:
        return sum((row.amount for row in self.rows if not row.comes_in), Decimal(0))

    @property
    def beyond(self) -> Decimal:
        """Yuan above the ceiling after the last day."""
        return max(Decimal(self.after - self.box.ceiling), Decimal(0))


def get_box(union: Union) -> CashBox | None:
    """The cash of a union, if it keeps any."""
    return CashBox.objects.filter(union=union).select_related("union").first()


def list_entries(box: CashBox, *, month: date) -> QuerySet[CashEntry]:
    """The entries of a month in their order."""
    rows = CashEntry.objects.filter(box=box, on__gte=month, on__lte=end_of(month))
    return (
        rows.select_related("journal", "made_by", "made_for").defer("journal__canonical").order_by("number")
    )


def get_cash_month(box: CashBox, month: date) -> CashMonth:
    """现金日记账 of a month (its first day)."""
    last = CashEntry.objects.filter(box=box, on__lt=month).order_by("-year", "-number").first()
    rows = list(list_entries(box, month=month))
    return CashMonth(box, month, last.balance if last else Decimal("0.00"), rows)


def list_undrawn_cash(*, union: Union, months: Sequence[date]) -> QuerySet[CashEntry]:
    """The entries of these months that have no voucher and are to have one; payouts have that of their
    journal."""
    rows = CashEntry.objects.filter(union=union, on__gte=min(months), on__lte=end_of(max(months)))
    return rows.filter(has_voucher=True, voucher__isnull=True).order_by("on", "number")


def list_payable_journals(box: CashBox) -> QuerySet[Any]:
    """The journals that paid aid lately, not by the bank, with no payout entered that stands and no voucher
    drawn up; `paid` yuan."""
    since = timezone.localdate() - timedelta(days=PAYABLE_DAYS)
    rows = Journal.objects.filter(
        ~Exists(_batches(box, Method.BANK)), union=box.union_id, event=Event.SETTLE, on__gte=since
    )
    entered = CashEntry.objects.filter(journal=OuterRef("pk"), undone__isnull=True)
    rows = rows.filter(~Exists(entered), voucher__isnull=True)
    return (
        rows.filter(postings__side=Side.CREDIT).annotate(paid=Sum("postings__amount")).defer("canonical")
        .order_by("-on", "-number")
    )  # fmt: skip


def _batches(box: CashBox, method: Method) -> QuerySet[Any]:
    """The batch of a journal, where it was paid so."""
    key = Concat(Value("payments.paymentbatch:"), Cast("pk", CharField()))
    rows = PaymentBatch.objects.filter(union=box.union_id, method=method).annotate(key=key)
    return rows.filter(key=OuterRef("source"))


def list_handed_out_journals(box: CashBox) -> QuerySet[Any]:
    """Those of them whose batch was handed out in cash since the box is in use."""
    since = timezone.localdate(box.opened_at)
    return list_payable_journals(box).filter(Exists(_batches(box, Method.CASH)), on__gte=since)


def list_gift_journals(box: CashBox) -> QuerySet[Any]:
    """The journals of donations in cash since the box is in use, with no entry of them that stands and no
    voucher drawn up; `paid` yuan."""
    rows = Journal.objects.filter(Exists(_gifts(box)), on__gte=timezone.localdate(box.opened_at))
    entered = CashEntry.objects.filter(journal=OuterRef("pk"), undone__isnull=True)
    rows = rows.filter(~Exists(entered), voucher__isnull=True, postings__side=Side.CREDIT)
    return rows.annotate(paid=Sum("postings__amount")).defer("canonical").order_by("-on", "-number")


def _gifts(box: CashBox) -> QuerySet[Donation]:
    given = (GiftState.CONFIRMED, GiftState.VOID_ASKED)
    return Donation.objects.filter(
        journal=OuterRef("pk"), union=box.union_id, method=GiftMethod.CASH, state__in=given
    )


def list_enterable(box: CashBox) -> QuerySet[Any]:
    """The journals that a payout or a gift may be entered of."""
    keys = [row.pk for rows in (list_payable_journals(box), list_gift_journals(box)) for row in rows]
    rows = Journal.objects.filter(pk__in=keys, postings__side=Side.CREDIT)
    return rows.annotate(paid=Sum("postings__amount")).defer("canonical").order_by("-on", "-number")


def count_missing_gifts(union: Union, month: date) -> int:
    """How many donations in cash of a month the cashier has not entered and still may, of a union that keeps
    cash: entries come in the order of their days, and a gift in the month of its journal."""
    return _count_missing(union, month, list_gift_journals)


def count_missing_payouts(union: Union, month: date) -> int:
    """The same of batches that were handed out in cash."""
    return _count_missing(union, month, list_handed_out_journals)


def _count_missing(union: Union, month: date, find: Callable[[CashBox], QuerySet[Any]]) -> int:
    box = get_box(union)
    if box is None or CashEntry.objects.filter(box=box, on__gt=end_of(month)).exists():
        return 0
    return find(box).filter(on__gte=month, on__lte=end_of(month)).count()


def count_void_gifts(union: Union, month: date) -> int:
    """How many entries of donations in cash stand up to a month although their receipts are void."""
    rows = CashEntry.objects.filter(_given_back(), union=union, undone__isnull=True, on__lte=end_of(month))
    return rows.count()


def _given_back() -> Q:
    """Gifts whose receipts are void: their money leaves the box now, whatever was counted before."""
    void = Donation.objects.filter(journal=OuterRef("journal"), state=GiftState.VOID)
    return Q(Exists(void), kind=CashKind.GIFT)


def list_undoable(box: CashBox) -> QuerySet[CashEntry]:
    """The entries of the last year that may be taken back, the newest first. What a count found more or less
    is booked with all that was wrong before it: taken back too, that would be booked twice. A gift of a void
    receipt may always be."""
    may = Q(on__gte=timezone.localdate() - timedelta(days=UNDOABLE_DAYS))
    found = CashEntry.objects.filter(box=box, kind__in=CASH_COUNTED).order_by("-year", "-number").first()
    if found is not None:
        may &= Q(year__gt=found.year) | Q(year=found.year, number__gt=found.number)
    rows = CashEntry.objects.filter(may | _given_back(), box=box, kind__in=CASH_UNDONE, undone__isnull=True)
    return rows.order_by("-year", "-number")


def list_counts(box: CashBox) -> QuerySet[CashCount]:
    """The counts of a box, the newest first."""
    hands = ("counted_by", "counted_for", "watched_by", "watched_for")
    return CashCount.objects.filter(box=box).select_related(*hands).order_by("-on", "-pk")


def list_counts_to_confirm(user: User) -> QuerySet[CashCount]:
    """What waits for this person as the second one, of their own union."""
    people = sorted(people_of(user))
    rows = CashCount.objects.visible_to(user).filter(union=user.union_id, state=CountState.COUNTED)
    return rows.exclude(counted_by__in=people).exclude(counted_for__in=people)


def find_cash(union: Union, month: date) -> Iterator[Obstacle]:
    """Of a union that keeps cash: no count since the month began. One after its end says the same of its last
    day, since what came in between is in the journal; the ceiling is looked at on the page and holds no month
    open: what lay there overnight cannot be brought back any more."""
    box = get_box(union)
    if box is None:
        return
    found, url = get_cash_month(box, month), f"{reverse('books:cash')}?month={month:%Y-%m}"
    counted = CashCount.objects.filter(box=box, on__gte=month, state=CountState.CONFIRMED)
    if (found.rows or found.before) and not counted.exists():
        said = {"month": f"{month:%Y-%m}"}
        yield Obstacle(_("%(month)s 以来没有盘点现金，请现在盘点并由另一个人确认") % said, url)


def find_gifts(union: Union, month: date) -> Iterator[Obstacle]:
    """Donations and payouts in cash that are not in the cash journal, and gifts of void receipts that still
    are."""
    url = f"{reverse('books:cash')}?month={month:%Y-%m}"
    if missing := count_missing_gifts(union, month):
        yield Obstacle(_("%(n)s 笔现金捐款没有登记现金日记账") % {"n": missing}, url)
    if missing := count_missing_payouts(union, month):
        yield Obstacle(_("%(n)s 笔现金发放没有登记现金日记账") % {"n": missing}, url)
    if void := count_void_gifts(union, month):
        yield Obstacle(_("%(n)s 笔作废的现金捐款还在现金日记账上，请冲销") % {"n": void}, url)


CLOSING.add("books.gifts")(ClosingCheck(gettext_lazy("现金捐款、发放与现金日记账相符"), find_gifts))
CLOSING.add("books.cash")(ClosingCheck(gettext_lazy("现金已由两个人盘点"), find_cash))
KINDS_TO_ENTER = (CashKind.WITHDRAW, CashKind.GIFT, CashKind.PAYOUT, CashKind.DEPOSIT)
