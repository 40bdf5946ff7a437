"""What of the bank and of the books is not matched yet: lines of statements and journals that moved money.

As of a day: what was matched with something later is in transit on that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from funds.books.models import AccountFund, BankAccount, LineBooking, MatchedJournal, StatementLine
from funds.books.rules import Item, Suggestion, guess_kind, suggest
from funds.books.states import BookingState, StatementState, Way
from funds.ledgers.models import Journal, Posting
from funds.ledgers.states import CASH_BUCKETS, Event, Side
from hardship.accounts.models import User, people_of


@dataclass(frozen=True)
class Movement:
    """A journal and what it moved in one account, yuan, below zero for what went out."""

    journal: Journal
    amount: Decimal
    parts: tuple[Decimal, ...] = ()

    @property
    def is_in(self) -> bool:
        return self.amount > 0

    @property
    def size(self) -> Decimal:
        """The amount without its sign."""
        return abs(self.amount)


def signed_line() -> Any:
    """Yuan of a line, below zero for what went out, as an expression of a query."""
    return Case(When(way=Way.IN, then=F("amount")), default=-F("amount"))


def list_lines(account: BankAccount) -> QuerySet[Any]:
    """The lines of the account that were taken in, in the order of the bank, with `signed` yuan and the match
    they are in."""
    rows = StatementLine.objects.filter(account=account, statement__state=StatementState.TAKEN)
    return rows.annotate(signed=signed_line()).select_related("matched__match").order_by("on", "pk")


def list_open_lines(account: BankAccount, *, until: date | None = None) -> QuerySet[Any]:
    """Those that are in no match, or, as of a day, in none up to then."""
    lines = list_lines(account)
    if until is None:
        return lines.filter(matched__isnull=True)
    return lines.filter(on__lte=until).filter(Q(matched__isnull=True) | Q(matched__match__on__gt=until))


def list_open_movements(account: BankAccount, *, until: date | None = None) -> list[Movement]:
    """The journals since the account began that moved money in it and are in no match (up to that day)."""
    matched = MatchedJournal.objects.filter(account=account)
    journals = {"on__gt": account.opening_on}
    if until is not None:
        matched = matched.filter(match__on__lte=until)
        journals["on__lte"] = until
    moved = _moved(account).exclude(journal__in=matched.values("journal"))
    return _movements(moved.filter(**{f"journal__{key}": value for key, value in journals.items()}))


def list_movements_of(account: BankAccount, journal_ids: Collection[Any]) -> list[Movement]:
    """What these journals moved in the account."""
    return _movements(_moved(account).filter(journal__in=journal_ids))


def _moved(account: BankAccount) -> QuerySet[Posting]:
    funds = AccountFund.objects.filter(account=account).values("fund")
    return Posting.objects.filter(account__line__fund__in=funds, account__bucket__in=CASH_BUCKETS)


def _movements(postings: QuerySet[Posting]) -> list[Movement]:
    signed = Case(When(side=Side.DEBIT, then=F("amount")), default=-F("amount"))
    parts: dict[Any, list[Decimal]] = defaultdict(list)
    for journal_id, amount in postings.order_by("journal", "position").values_list("journal", signed):
        parts[journal_id].append(amount)
    moving = {pk: amounts for pk, amounts in parts.items() if sum(amounts)}
    journals = Journal.objects.filter(pk__in=moving).defer("canonical").select_related("reverses")
    return [
        Movement(row, sum(moving[row.pk], Decimal(0)), tuple(abs(part) for part in moving[row.pk]))
        for row in journals.order_by("on", "number")
    ]


def suggest_matches(account: BankAccount) -> list[Suggestion]:
    """What of the open lines and movements may belong together; the keys of the items are those of the rows.
    A journal and its reversal belong together and to no line, and so do both of what was set off."""
    movements = list_open_movements(account)
    said = _("凭证已冲销，两张相抵，银行没有动"), _("追回的钱从应发的里抵扣，两张相抵，银行没有动")
    undone = list_cancelled(movements)
    gone = {row.journal.pk for pair in undone for row in pair}
    kept = list_set_off(row for row in movements if row.journal.pk not in gone)
    pairs = [*((pair, said[0]) for pair in undone), *((pair, said[1]) for pair in kept)]
    cancelled = {row.journal.pk for pair, _why in pairs for row in pair}
    free = [movement_item(row) for row in movements if row.journal.pk not in cancelled]
    return [
        *suggest([line_item(line) for line in list_open_lines(account)], free),
        *(
            Suggestion((), (movement_item(one), movement_item(other)), why, True)
            for (one, other), why in pairs
        ),
    ]


def line_item(line: Any) -> Item:
    return Item(line.pk, line.on, line.signed, f"{line.summary} {line.party}")


def movement_item(row: Movement) -> Item:
    parts = row.parts if row.journal.event == Event.SETTLE else ()
    return Item(row.journal.pk, row.journal.on, row.amount, row.journal.memo, tuple(sorted(parts)))


def list_cancelled(movements: Iterable[Movement]) -> list[tuple[Movement, Movement]]:
    """Of these the journals that were reversed, each with its reversal: together they moved nothing."""
    by_key = {row.journal.pk: row for row in movements}
    return [
        (by_key[row.journal.reverses_id], row) for row in by_key.values() if row.journal.reverses_id in by_key
    ]


def list_set_off(movements: Iterable[Movement]) -> list[tuple[Movement, Movement]]:
    """Of these the journals of one 抵扣, aid that was not paid and a debt that is less: where both lie in
    this account they moved nothing. In two accounts the bank moves the sum from one to the other."""
    events = {Event.SET_OFF, Event.RECOVER}
    by_source: dict[tuple[str, bool], list[Movement]] = defaultdict(list)
    for row in movements:
        if _event_of(row) in events:
            by_source[row.journal.source, row.journal.is_reversal].append(row)
    pairs = [(rows[0], rows[1]) for rows in by_source.values() if len(rows) == 2]
    return [
        (one, other)
        for one, other in pairs
        if {_event_of(one), _event_of(other)} == events and one.amount + other.amount == 0
    ]


def _event_of(row: Movement) -> str:
    """What a journal or the one that it takes back is."""
    return str((row.journal.reverses or row.journal).event)


def list_reversed(line: StatementLine) -> QuerySet[LineBooking]:
    """What was booked of a line and taken back in the books."""
    rows = line.bookings.exclude(state=BookingState.ASKED).filter(journal__reversed_by_journal__isnull=False)
    return rows.select_related("journal__reversed_by_journal")


def bookable(lines: Iterable[Any]) -> dict[int, str]:
    """By the keys of lines what the bank seems to have booked by itself: interest or a fee."""
    return {line.pk: kind for line in lines if (kind := guess_kind(line_item(line)))}


def list_bookings_to_confirm(user: User) -> QuerySet[LineBooking]:
    """What waits for this person as the second one, of their own union. By columns alone: the desk compiles
    it once for everybody (docs/adr/0018)."""
    people = sorted(people_of(user))
    rows = LineBooking.objects.visible_to(user).filter(union=user.union_id, state=BookingState.ASKED)
    return (
        rows.exclude(asked_by__in=people).exclude(asked_for__in=people)
        .select_related("line__account", "line_of__fund", "line_of__use", "fund")
    )  # fmt: skip


def total(rows: QuerySet[Any]) -> Decimal:
    """The sum of `signed` yuan of lines."""
    return rows.aggregate(sum=Sum("signed"))["sum"] or Decimal(0)
