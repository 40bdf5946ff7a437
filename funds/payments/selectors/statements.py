"""资金往来: what one family or one person was promised, got and gave back, by fund, use and year, over all
books. Yuan, from the postings."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from funds.ledgers.models import Commitment, Journal, Posting
from funds.ledgers.states import Bucket, Event, Side
from funds.payments.models import SOURCES, Payable
from hardship.kernel.money import add_columns
from hardship.kernel.registry import Registry

ZERO = Decimal("0.00")
HELD_BEFORE: Registry[Callable[[Collection[str]], Collection[str]]] = Registry(
    "payments.held_before", "Sources whose money is held for a subject before anything of it is owed."
)
WRITTEN_OFF: Registry[Callable[[Any], Mapping[Any, Decimal]]] = Registry(
    "payments.written_off", "Yuan that were lent and are not asked back any more, by their commitments."
)
# Each event counts once, in one bucket; a reversal counts as less of what it takes back.
FLOWS: dict[Event, tuple[Bucket, str]] = {
    Event.COMMIT: (Bucket.COMMITTED, "held"),
    Event.CARRY_HELD: (Bucket.COMMITTED, "carried"),
    Event.RELEASE: (Bucket.AVAILABLE, "released"),
    Event.SETTLE: (Bucket.PAID, "settled"),
    Event.BOUNCE: (Bucket.COMMITTED, "bounced"),
    Event.SET_OFF: (Bucket.PAID, "set_off"),
    Event.RECOVER: (Bucket.AVAILABLE, "recovered"),
}
LINE = "account__line__"
OF_LINE = ("union__path", "fund", "year", "union__name", "fund__name", "fund__document_no", "use__name")
KEYS = tuple(f"{LINE}{name}" for name in OF_LINE)


@dataclass(frozen=True)
class StatementRow:
    """One line of the books, and whether its money was given or lent: `held` was promised, of which
    `released` was given up, and `carried` came from the line of the year before (below zero: went to that of
    the next); `settled` arrived by bank or in cash, of which the bank `bounced`; `set_off` paid
    a debt instead; `recovered` came back of what was paid, or of what was lent; of that `written_off` does
    not come back any more."""

    union: str
    fund: str
    document_no: str
    use: str
    year: int
    is_lent: bool
    held: Decimal = ZERO
    carried: Decimal = ZERO
    released: Decimal = ZERO
    settled: Decimal = ZERO
    bounced: Decimal = ZERO
    set_off: Decimal = ZERO
    recovered: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def kept(self) -> Decimal:
        """What they have of it now: of a loan, what is still to come back."""
        return self.settled - self.bounced + self.set_off - self.recovered - self.written_off

    @property
    def open(self) -> Decimal:
        """What was promised and is still to be paid."""
        return self.held + self.carried - self.released - self.settled + self.bounced - self.set_off

    @property
    def kind(self) -> str:
        return _("借款") if self.is_lent else _("发放")


SUMMED = (*[one.name for one in fields(StatementRow)][6:], "kept", "open")


def get_statement(*, subjects: Collection[str], people: Collection[bytes]) -> list[StatementRow]:
    """What was held for these subjects ("household:17") or owed to people of these blind indexes, whatever
    books pay it: by union, the newest money first, what was lent at the end."""
    payables = Payable.objects.filter(Q(subject__in=subjects) | Q(id_number_index__in=people))
    lent = [key for key, source in SOURCES.items() if source.is_lent]
    is_lent = reduce(or_, (Q(source__startswith=f"{kind}:") for kind in lent), Q(pk__in=[]))
    early = [source for find in HELD_BEFORE for source in find(subjects)]
    journals = Journal.objects.filter(event=Event.COMMIT, source__in=early)
    given, loans = payables.exclude(is_lent), payables.filter(is_lent)
    first = [given.values("commitment"), *([journals.values("pk")] if early else [])]
    return _sums(first, is_lent=False) + _sums([loans.values("commitment")], is_lent=True)


def _sums(keys: Sequence[Any], *, is_lent: bool) -> list[StatementRow]:
    """The rows of the commitments of these keys, with their parts on further lines."""
    chosen = reduce(or_, (Q(commitment__in=key) | Q(commitment__part_of__in=key) for key in keys))
    signed = Case(When(side=Side.CREDIT, then=F("amount")), default=-F("amount"))
    counted = (Q(event_of=event, account__bucket=bucket) for event, (bucket, _name) in FLOWS.items())
    sums: Any = (
        Posting.objects.filter(chosen)
        .annotate(event_of=Coalesce("journal__reverses__event", "journal__event"))
        .filter(reduce(or_, counted))
        .values(*KEYS, "event_of")
        .annotate(yuan=Sum(signed))
        .order_by()
    )
    flows: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in sums:
        flows[tuple(row[key] for key in KEYS)][FLOWS[Event(row["event_of"])][1]] = row["yuan"]
    for key, yuan in _written_off(keys[0]) if is_lent else ():
        flows[key]["written_off"] = flows[key].get("written_off", ZERO) + yuan
    ordered = sorted(flows, key=lambda key: (key[0], -key[2], key[1], key[6]))
    return [_row(*key[2:], is_lent=is_lent, flows=flows[key]) for key in ordered]


def _written_off(lent: Any) -> list[tuple[tuple[Any, ...], Decimal]]:
    """What is not asked back of these commitments, with the line on which each is held now."""
    gone = {key: yuan for find in WRITTEN_OFF for key, yuan in find(lent).items()}
    lines = Commitment.objects.filter(pk__in=gone) if gone else Commitment.objects.none()
    found = lines.order_by("pk").values_list("pk", *(f"line__{name}" for name in OF_LINE))
    return [(line, gone[key]) for key, *rest in found for line in (tuple(rest),)]


def _row(
    year: int, union: str, fund: str, number: str, use: str, *, is_lent: bool, flows: dict[str, Any]
) -> StatementRow:
    return StatementRow(union, fund, number, use, year, is_lent, **flows)


def add_up(rows: Collection[StatementRow]) -> dict[str, Decimal]:
    """The sums of all columns of money."""
    return add_columns(rows, SUMMED)
