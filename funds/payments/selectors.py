"""Reads of batches and payments, and what the ledger must agree with."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.states import IN_FORCE_STATES
from funds.ledgers.models import Commitment
from funds.ledgers.selectors import Difference, ledger_check
from funds.ledgers.selectors.checking import Unions
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import commitment_source
from funds.payments.states import LIVE_STATES, BatchState, PaymentState
from hardship.accounts.models import User

ROSTER_RELATED = (
    "batch__made_by",
    "batch__checked_by",
    "batch__released_by",
    "union",
    "application__programme",
    "application__household__head",
    "commitment__line__fund",
)


@dataclass(frozen=True)
class Totals:
    """How many payments and how many yuan, in all and of each state."""

    count: int
    amount: Decimal
    paid: Decimal
    sent: Decimal
    failed: Decimal


def list_batches(*, user: User) -> QuerySet[PaymentBatch]:
    """The batches of the user's scope, newest first."""
    rows: QuerySet[PaymentBatch] = PaymentBatch.objects.visible_to(user)
    return rows.select_related("union", "made_by", "checked_by", "released_by").order_by("-pk")


def list_roster(*, user: User) -> QuerySet[Payment]:
    """Every payment of the user's scope, by batch and line."""
    rows: QuerySet[Payment] = Payment.objects.visible_to(user)
    return rows.select_related(*ROSTER_RELATED).order_by("-batch_id", "line")


def total(rows: QuerySet[Payment]) -> Totals:
    """The sums of these payments in one query."""

    def amount_in(*states: str) -> Sum:
        return Sum("amount", filter=Q(state__in=states) if states else None)

    found = rows.order_by().aggregate(
        lines=Count("pk"),
        total=amount_in(),
        paid=amount_in(PaymentState.PAID),
        sent=amount_in(PaymentState.SENT),
        failed=amount_in(PaymentState.FAILED),
    )
    sums = (found[name] or Decimal(0) for name in ("total", "paid", "sent", "failed"))
    return Totals(found["lines"], *sums)


def list_payable(*, user: User) -> list[Application]:
    """Approved applications of files in force that no live payment pays and whose money the user's own union
    holds; each with `last_failed`, the payment that the bank refused before, or None."""
    live = Payment.objects.filter(application=OuterRef("pk"), state__in=LIVE_STATES)
    rows: QuerySet[Application] = Application.objects.visible_to(user)
    found = list(
        rows.filter(~Exists(live), state=ApplicationState.APPROVED, household__state__in=IN_FORCE_STATES)
        .select_related("household__head", "programme", "union")
        .order_by("decided_at", "pk")
    )
    held = set(
        Commitment.objects.filter(
            source__in=[commitment_source(row.pk) for row in found], committed__gt=0, line__union=user.union
        ).values_list("source", flat=True)
    )
    failed = Payment.objects.filter(application__in=found, state=PaymentState.FAILED).order_by("pk")
    last = {payment.application_id: payment for payment in failed}
    payable = [row for row in found if commitment_source(row.pk) in held]
    for row in payable:
        row.last_failed = last.get(row.pk)  # type: ignore[attr-defined]
    return payable


BUCKETS = {PaymentState.READY: "committed", PaymentState.SENT: "in_transit", PaymentState.PAID: "paid"}
# The states that the lines of a batch may be in.
LINES = {
    BatchState.MADE: {PaymentState.READY},
    BatchState.CHECKED: {PaymentState.READY},
    BatchState.RELEASED: {PaymentState.SENT, PaymentState.PAID, PaymentState.FAILED},
    BatchState.SETTLED: {PaymentState.PAID, PaymentState.FAILED},
    BatchState.CANCELLED: {PaymentState.CANCELLED},
}


@ledger_check("payments", gettext_lazy("每笔发放与其占用相符，已付和在途的都有发放明细"))
def check_payments(unions: Unions) -> Iterator[Difference]:
    """Payments and the ledger tell the same of every yuan that is held, on its way or paid."""
    lines = Payment.objects.filter(state__in=LIVE_STATES).select_related("commitment", "batch", "application")
    for payment in _of(unions, lines, "batch__union").order_by("batch", "line").iterator(chunk_size=2000):
        held = getattr(payment.commitment, BUCKETS[PaymentState(payment.state)])
        where = _("批次 %s 第 %s 笔（%s）") % (
            payment.batch.number, payment.line, payment.get_state_display(),
        )  # fmt: skip
        if not payment.amount == held == payment.commitment.amount:
            yield Difference(where, _("台账相应余额 %s") % payment.amount, str(held))
        if payment.application.amount != payment.amount:
            yield Difference(where, _("批准金额 %s") % payment.application.amount, str(payment.amount))
    paid = Payment.objects.filter(state__in=(PaymentState.SENT, PaymentState.PAID)).values("commitment")
    moved = Commitment.objects.filter(Q(paid__gt=0) | Q(in_transit__gt=0)).exclude(pk__in=paid)
    for row in _of(unions, moved, "line__union").order_by("pk"):
        yield Difference(row.source, _("有发放明细"), _("在途 %s 已付 %s") % (row.in_transit, row.paid))


@ledger_check("batches", gettext_lazy("批次的笔数、金额和状态与其明细相符"))
def check_batches(unions: Unions) -> Iterator[Difference]:
    """The control totals of every batch, computed again from its lines."""
    found = PaymentBatch.objects.annotate(
        lines=Count("payments"),
        amount=Sum("payments__amount"),
        states=ArrayAgg("payments__state", distinct=True, default=Value([])),
    )
    for batch in _of(unions, found, "union").order_by("pk"):
        if (batch.lines, batch.amount) != (batch.count, batch.total):
            expected, there = (batch.count, batch.total), (batch.lines, batch.amount or 0)
            yield Difference(
                _("批次 %s") % batch.number, _("%s 笔 %s 元") % expected, _("%s 笔 %s 元") % there
            )
        wrong = set(batch.states) - LINES[BatchState(batch.state)]
        if wrong:
            labels = "、".join(str(PaymentState(state).label) for state in sorted(wrong))
            yield Difference(_("批次 %s") % batch.number, str(batch.get_state_display()), labels)


def _of(unions: Unions, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    return rows if unions is None else rows.filter(**{f"{path}__in": unions})
