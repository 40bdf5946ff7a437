"""What payments and the ledger must agree on, registered for check_ledger."""

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.models import Commitment
from funds.ledgers.selectors import Difference, ledger_check, of_whole
from funds.ledgers.selectors.checking import Unions
from funds.payments.models import Payable, Payment, PaymentBatch
from funds.payments.states import (
    LEFT_STATES,
    LIVE_STATES,
    RETURNED_STATES,
    BatchState,
    PayableState,
    PaymentState,
)

BUCKETS = {PaymentState.READY: "committed", PaymentState.SENT: "in_transit", PaymentState.PAID: "paid"}
# The states that the lines of a batch may be in.
LINES = {
    BatchState.DRAFT: {PaymentState.READY},
    BatchState.MADE: {PaymentState.READY},
    BatchState.CHECKED: {PaymentState.READY},
    BatchState.RELEASED: {PaymentState.SENT},
    BatchState.SENT: {PaymentState.SENT, PaymentState.PAID, *RETURNED_STATES},
    BatchState.SETTLED: {PaymentState.PAID, *RETURNED_STATES},
    BatchState.CLOSED: {PaymentState.PAID, *RETURNED_STATES},
    BatchState.CANCELLED: {PaymentState.CANCELLED},
}


@ledger_check("payments", gettext_lazy("每笔发放与其占用相符，已付和在途的都有发放明细"))
def check_payments(unions: Unions) -> Iterator[Difference]:
    """Payments and the ledger agree on every yuan that is held, on its way or paid."""
    lines = Payment.objects.filter(state__in=LIVE_STATES).select_related("payable__commitment", "batch")
    lines = lines.prefetch_related("payable__commitment__parts")
    for payment in _of(unions, lines, "batch__union").order_by("batch", "line").iterator(chunk_size=2000):
        commitment = payment.payable.commitment
        held = getattr(commitment, BUCKETS[PaymentState(payment.state)]) + commitment.recovered
        whole = commitment.amount if payment.state == PaymentState.PAID else commitment.rest
        where = _("批次 %s 第 %s 笔（%s）") % (
            payment.batch.number, payment.line, payment.get_state_display(),
        )  # fmt: skip
        if not (held == whole and payment.amount == commitment.whole - commitment.set_off):
            yield Difference(where, _("台账相应余额 %s") % payment.amount, str(held))
        if payment.payable.left != payment.amount:
            yield Difference(where, _("应付金额 %s") % payment.payable.left, str(payment.amount))
    paid = Payment.objects.filter(state__in=LEFT_STATES).values("payable__commitment")
    moved = Commitment.objects.filter(Q(paid__gt=F("set_off")) | Q(in_transit__gt=0), part_of=None)
    moved = moved.exclude(pk__in=paid)
    for row in _of(unions, moved, "line__union").order_by("pk"):
        yield Difference(row.source, _("有发放明细"), _("在途 %s 已付 %s") % (row.in_transit, row.paid))


# What the commitment of a payable holds, in any of its buckets or as paid, with what came back of that.
HOLDS = reduce(
    add, (of_whole(name, "commitment") for name in ("committed", "in_transit", "paid", "recovered"))
)


@ledger_check("payables", gettext_lazy("每笔应付款项占用其金额，已发放的已付，已取消的没有占用"))
def check_payables(unions: Unions) -> Iterator[Difference]:
    """Payables, computed again from their commitments and payments."""
    rows = Payable.objects.annotate(
        holds=HOLDS,
        of_source=F("commitment__source"),
        is_paid=Case(
            When(commitment__set_off=F("amount"), then=Value(True)),
            default=Exists(Payment.objects.filter(payable=OuterRef("pk"), state=PaymentState.PAID)),
            output_field=BooleanField(),
        ),
    ).select_related("commitment")
    wrong = rows.filter(
        ~Q(source=F("of_source"))
        | ~Q(state=PayableState.VOID) & ~Q(holds=F("amount"))
        | Q(state=PayableState.VOID) & ~Q(holds=F("commitment__set_off"))
        | Q(state=PayableState.PAID, is_paid=False)
        | Q(is_paid=True) & ~Q(state=PayableState.PAID)
    )
    for row in _of(unions, wrong, "commitment__line__union").order_by("pk"):
        where = _("应付款项 %s（%s）") % (row.number, row.get_state_display())
        expected = row.commitment.set_off if row.state == PayableState.VOID else row.amount
        there = _("占用 %s，%s") % (row.holds, _("已到账") if row.is_paid else _("未到账"))
        yield Difference(where, _("占用 %s，来源 %s") % (expected, row.of_source), there)


@ledger_check("batches", gettext_lazy("批次的笔数、金额和状态与其明细相符"))
def check_batches(unions: Unions) -> Iterator[Difference]:
    """The control totals of every batch, computed again from its lines."""
    batches = PaymentBatch.objects.annotate(
        lines=Count("payments"),
        amount=Sum("payments__amount"),
        states=ArrayAgg("payments__state", distinct=True, default=Value([])),
    )
    for batch in _of(unions, batches, "union").order_by("pk"):
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
