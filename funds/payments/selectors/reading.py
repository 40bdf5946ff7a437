"""Reads of payables, batches and payments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from funds.ledgers.models import Commitment
from funds.ledgers.selectors import COMMITMENT_SEARCHES
from funds.payments.models import SOURCES, Payable, Payee, Payment, PaymentBatch
from funds.payments.states import LIVE_STATES, RETURNED_STATES, PayableState, PaymentState
from hardship.accounts.models import User
from hardship.kernel.searches import Search

ROSTER_RELATED = (
    "batch__made_by",
    "batch__checked_by",
    "batch__released_by",
    "union",
    "payable__commitment__line__fund",
    "corrected_by",
    "corrected_for",
    "other",
)

# The further lines of a sum that lies on several.
PARTS = Prefetch("payable__commitment__parts", Commitment.objects.select_related("line__fund"))
CORRECTORS = ("corrected_by", "corrected_for")


@dataclass(frozen=True)
class Totals:
    """How many payments and how many yuan, in all and of each state. A payment that failed is sent again as
    another one: only those that arrived (`paid_count`) are counted as aid to somebody (人次). What failed or
    was cancelled is given up, what waits or is on its way open."""

    count: int
    paid_count: int
    given_up_count: int
    amount: Decimal
    paid: Decimal
    sent: Decimal
    failed: Decimal
    given_up: Decimal
    open: Decimal

    @property
    def open_count(self) -> int:
        """Those on their way, or not sent yet."""
        return self.count - self.paid_count - self.given_up_count


def list_batches(*, user: User) -> QuerySet[PaymentBatch]:
    """The batches of the user's scope, newest first."""
    rows: QuerySet[PaymentBatch] = PaymentBatch.objects.visible_to(user)
    return rows.select_related("union", "made_by", "checked_by", "released_by").order_by("-pk")


def list_roster(*, user: User) -> QuerySet[Payment]:
    """Every payment of the user's scope, by batch and line."""
    rows: QuerySet[Payment] = Payment.objects.visible_to(user)
    found = rows.select_related(*ROSTER_RELATED).prefetch_related(PARTS)
    return found.order_by("-batch_id", "line")


def search_roster(rows: QuerySet[Payment], search: Search) -> QuerySet[Payment]:
    """Those paid to whom a name or an ID number means, those of a batch or an application by its number."""
    match search.kind:
        case "name":
            return rows.filter(payee__contains=search.value)
        case "id_number":
            return rows.filter(payable__id_number_index=bytes.fromhex(search.value))
        case "file_no":
            number = search.value.upper()
            return rows.filter(Q(batch__number__startswith=number) | Q(payable__number__startswith=number))
    return rows.none()


@COMMITMENT_SEARCHES.add("payments.payees")
def find_commitments(search: Search, user: User) -> QuerySet[Any]:
    """The keys of the commitments that hold money for whom somebody looks for."""
    rows = Payable.objects.visible_to(user)
    match search.kind:
        case "name":
            rows = rows.filter(payee__contains=search.value)
        case "id_number":
            rows = rows.filter(id_number_index=bytes.fromhex(search.value))
        case "file_no":
            rows = rows.filter(number__startswith=search.value.upper())
        case _:
            rows = rows.none()
    return rows.values("commitment")


def total(rows: QuerySet[Payment]) -> Totals:
    """The sums of these payments in one query."""

    def amount_in(*states: str) -> Sum:
        return Sum("amount", filter=Q(state__in=states) if states else None)

    def count_in(*states: str) -> Count:
        return Count("pk", filter=Q(state__in=states))

    given_up = (*RETURNED_STATES, PaymentState.CANCELLED)
    sums = rows.order_by().aggregate(
        count=Count("pk"),
        paid_count=count_in(PaymentState.PAID),
        given_up_count=count_in(*given_up),
        whole=amount_in(),
        paid=amount_in(PaymentState.PAID),
        sent=amount_in(PaymentState.SENT),
        failed=amount_in(*RETURNED_STATES),
        given_up=amount_in(*given_up),
        open=amount_in(PaymentState.READY, PaymentState.SENT),
    )
    sums["amount"] = sums.pop("whole")  # an aggregate may not be called like what it sums up
    whole: dict[str, Any] = {name: Decimal(0) if value is None else value for name, value in sums.items()}
    return Totals(**whole)


def list_unpaid(*, user: User) -> QuerySet[Payable]:
    """The open payables of the user's scope that no live payment pays yet, oldest first."""
    live = Payment.objects.filter(payable=OuterRef("pk"), state__in=LIVE_STATES)
    rows: QuerySet[Payable] = Payable.objects.visible_to(user).filter(~Exists(live), state=PayableState.OPEN)
    return rows.select_related("union", "commitment").order_by("created_at", "pk")


def list_own_unpaid(*, user: User) -> QuerySet[Payable]:
    """Of these what the user's own union pays: those whose money it holds."""
    held = Q(commitment__line__union=user.union_id, commitment__committed__gt=0)
    return list_unpaid(user=user).filter(held)


def find_blockers(payables: Iterable[Payable], *, lock: bool) -> dict[int, str]:
    """What keeps money from leaving, by the payable's id, as the sources' rooms know it; with `lock` the
    sources stay locked, one kind after the other in the order of their names."""
    blockers: dict[int, str] = {}
    for kind, rows in _by_kind(payables):
        source = SOURCES.get(kind)
        if source is None:
            blockers |= dict.fromkeys([row.pk for row in rows], _("款项来源没有登记"))
        else:
            blockers |= source.find_blockers(rows, lock=lock)
    return blockers


def read_payees(payables: Iterable[Payable]) -> dict[int, Payee]:
    """The payees as their sources have them on record now, by the payable's id."""
    payees: dict[int, Payee] = {}
    for kind, rows in _by_kind(payables):
        payees |= SOURCES[kind].read_payees(rows)
    return payees


def last_corrections(payables: Sequence[Payable]) -> dict[int, Payment]:
    """For each payable the failed payment whose account was corrected last, be it of an earlier batch."""
    ids = [row.pk for row in payables]
    rows = Payment.objects.filter(payable_id__in=ids, corrected_at__isnull=False).select_related(*CORRECTORS)
    return {row.payable_id: row for row in rows.order_by("corrected_at", "pk")}


def list_payments_of(sources: Collection[str]) -> dict[str, list[Payment]]:
    """The payments of these sources, newest first, by source."""
    payments: dict[str, list[Payment]] = defaultdict(list)
    rows = Payment.objects.filter(payable__source__in=sources).select_related("payable", "batch")
    for row in rows.order_by("-pk"):
        payments[row.payable.source].append(row)
    return payments


def paid_to(subject: str) -> QuerySet[Payment]:
    """What reached a subject such as "household:17", whatever it was owed for."""
    rows: QuerySet[Payment] = Payment.objects.filter(payable__subject=subject, state=PaymentState.PAID)
    return rows


def last_failed(payables: Sequence[Payable]) -> dict[int, Payment]:
    """For each payable the payment that the bank refused last; who did not come for cash has no account."""
    ids = [row.pk for row in payables]
    rows = Payment.objects.filter(payable_id__in=ids, state__in=RETURNED_STATES)
    refused = rows.filter(bank_card_index__isnull=False).select_related(*CORRECTORS)
    return {row.payable_id: row for row in refused.order_by("pk")}


def _by_kind(payables: Iterable[Payable]) -> list[tuple[str, list[Payable]]]:
    kinds: dict[str, list[Payable]] = defaultdict(list)
    for row in payables:
        kinds[row.source_kind].append(row)
    return sorted(kinds.items())
