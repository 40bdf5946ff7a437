"""The books as a beancount file, for a check by a program that is not ours.

Assertions are dated the day after a month's end, because beancount balances at the start of a day, and have
the tolerance `~ 0.00`, because its default lets a fen pass. The last assertions come from the stored
balances, the earlier ones from the postings. A component of an account starts with ASCII: the parser asks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from django.db.models import Case, F, QuerySet, Sum, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from funds.ledgers.models import Account, Balance, Journal, Posting
from funds.ledgers.states import Bucket, Side
from hardship.accounts.models import Union

HEADER = """option "title" "{title}"
option "operating_currency" "CNY"
plugin "beancount.plugins.leafonly"
plugin "beancount.plugins.noduplicates"
"""
Sums = dict[int, Decimal]


@dataclass(frozen=True)
class Book:
    """One union's books of one year, or of all time (None)."""

    union: Union
    year: int | None
    names: dict[int, str]

    def postings(self) -> QuerySet[Posting]:
        return Posting.objects.filter(journal__union=self.union)

    def journals(self) -> QuerySet[Journal]:
        journals: QuerySet[Journal] = Journal.objects.filter(union=self.union)
        if self.year is not None:
            journals = journals.filter(year=self.year)
        return journals.prefetch_related("postings").defer("canonical").order_by("on", "number")


def beancount(*, unions: QuerySet[Union], year: int | None = None) -> Iterator[str]:
    """The lines of the file: these unions' journals, of one year with what was carried into it."""
    yield HEADER.format(title=_("帮扶资金台账"))
    for union in unions.order_by("path"):
        yield from _book_lines(Book(union, year, _account_names(union)))


def _account_names(union: Union) -> dict[int, str]:
    accounts = Account.objects.filter(line__union=union).select_related("line__fund", "line__use")
    return {account.pk: account_name(account, union) for account in accounts.order_by("pk")}


def account_name(account: Account, union: Union) -> str:
    """Equity:U330100:F12-困难职工帮扶资金:L7-2026-生活救助:Available-可用; sources are under Assets."""
    root = "Assets" if account.bucket == Bucket.SOURCE else "Equity"
    line, bucket = account.line, Bucket(account.bucket)
    code = bucket.value.title().replace("_", "")
    parts = (
        f"U{union.code}",
        f"F{line.fund_id}-{line.fund.name}",
        f"L{line.pk}-{line.year}-{line.use.name}",
        f"{code}-{bucket.label}",
    )
    return ":".join([root, *(re.sub(r"[^0-9A-Za-z\u4e00-\u9fff-]", "", part) for part in parts)])


def _book_lines(book: Book) -> Iterator[str]:
    first = book.journals().values_list("on", flat=True).first()
    if first is None:
        return
    start = first.replace(month=1, day=1)
    yield f"\n; {_plain(book.union.name)}"
    yield from (f"{start} open {name} CNY" for name in book.names.values())
    yield from _carried(book, start)
    for journal in book.journals().iterator(chunk_size=500):
        yield from _transaction(book, journal)
    ends = _month_ends(book)
    for day, sums in ends[:-1]:
        yield from _assertions(book, day, sums)
    yield from _assertions(book, ends[-1][0], _stored(book))


def _carried(book: Book, start: date) -> Iterator[str]:
    """What lay in the accounts before the year, as one opening transaction."""
    if book.year is None:
        return
    opening = [
        (pk, net) for pk, net in _net(book.postings().filter(journal__year__lt=book.year)).items() if net
    ]
    if opening:
        yield f'\n{start} * "{_("上年结转")}"'
        yield from _legs(book, opening)


def _transaction(book: Book, journal: Journal) -> Iterator[str]:
    narration = _plain(f"{journal.get_event_display()} {journal.memo}".strip())
    yield f'\n{journal.on} * "{narration}" ^V{journal.pk}'
    yield f'  number: "{journal}"'
    yield f'  event: "{journal.event}"'
    yield f'  sha256: "{bytes(journal.sha256).hex()}"'
    postings = sorted(journal.postings.all(), key=lambda posting: posting.position)
    debits = [(row.account_id, row.amount if row.side == Side.DEBIT else -row.amount) for row in postings]
    yield from _legs(book, debits)


def _legs(book: Book, legs: Iterable[tuple[int, Decimal]]) -> Iterator[str]:
    for account_id, amount in legs:
        yield f"  {book.names[account_id]}  {amount:.2f} CNY"


def _assertions(book: Book, day: date, sums: Sums) -> Iterator[str]:
    yield ""
    for account_id, amount in sums.items():
        yield f"{day} balance {book.names[account_id]}  {amount:.2f} ~ 0.00 CNY"


def _month_ends(book: Book) -> list[tuple[date, Sums]]:
    """The day after each month with postings in the year, and what the postings up to then add up to."""
    postings = book.postings()
    if book.year is not None:
        postings = postings.filter(journal__year__lte=book.year)
    rows = postings.values("account", month=TruncMonth("journal__on")).annotate(net=_signed())
    sums: Sums = {}
    ends: list[tuple[date, Sums]] = []
    for month, group in groupby(rows.order_by("month", "account"), key=lambda row: row["month"]):
        for row in group:
            sums[row["account"]] = sums.get(row["account"], Decimal(0)) + row["net"]
        if book.year in (None, month.year):
            ends.append(((month + timedelta(days=31)).replace(day=1), dict(sums)))
    return ends


def _stored(book: Book) -> Sums:
    """The stored balances, less what was posted after the year."""
    balances = Balance.objects.filter(account__line__union=book.union).order_by("account")
    sums = {row.account_id: row.debit - row.credit for row in balances}
    if book.year is not None:
        for account_id, net in _net(book.postings().filter(journal__year__gt=book.year)).items():
            sums[account_id] -= net
    return sums


def add_net(
    unions: QuerySet[Union],
    *,
    since: date | None = None,
    until: date | None = None,
    after: date | None = None,
) -> Sums:
    """What was posted to each account of these unions in some days, debits less credits."""
    rows = Posting.objects.filter(journal__union__in=unions)
    days = {"journal__on__gte": since, "journal__on__lte": until, "journal__on__gt": after}
    return _net(rows.filter(**{name: day for name, day in days.items() if day is not None}))


def _net(postings: QuerySet[Posting]) -> Sums:
    rows = postings.values("account").annotate(net=_signed()).order_by("account")
    return {row["account"]: row["net"] for row in rows}


def _signed() -> Sum:
    return Sum(Case(When(side=Side.DEBIT, then=F("amount")), default=-F("amount")))


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "＼").replace('"', "＂").split())
