"""Reads of the bank's answers: how a file fits the batch that it is of, before anything is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from funds.payments.models import BankResultFile, Payment, PaymentBatch
from funds.payments.rules import Answer, BankRow, Matched, Sent, match
from funds.payments.states import Fit, PaymentState, Result
from hardship.accounts.models import User


@dataclass(frozen=True)
class Share:
    """Some payments of a batch with their yuan."""

    payments: list[Payment]

    @property
    def count(self) -> int:
        return len(self.payments)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), Decimal(0))


@dataclass(frozen=True)
class Misfit:
    """A row of the file that does not fit: where it is, what kind of fault, and what can be done."""

    row: int
    kind: str
    sentence: str


@dataclass(frozen=True)
class Judgement:
    """What recording a file would do: lines that arrive, those that fail with the bank's reason, those that
    the file says nothing of; and what keeps it from being recorded."""

    paid: Share
    failed: Share
    missing: Share
    misfits: list[Misfit]

    @property
    def answered(self) -> int:
        return self.paid.count + self.failed.count

    @property
    def may_record(self) -> bool:
        return not self.misfits and self.answered > 0


def list_answers(*, user: User) -> QuerySet[BankResultFile]:
    """The files of results of the batches in the user's scope, newest first."""
    batches = PaymentBatch.objects.visible_to(user)
    rows = BankResultFile.objects.filter(batch__in=batches)
    return rows.select_related("batch__union", "taken_by", "ended_by").order_by("-pk")


def match_batch(batch: PaymentBatch, payments: Mapping[int, Payment], rows: Sequence[BankRow]) -> Matched:
    """The bank's rows beside the lines of a batch, of which those that were sent wait."""
    sent = {
        line: Sent(
            line, payment.bank_card.reveal()[-4:], payment.amount, payment.bank_card.reveal(), payment.payee
        )
        for line, payment in payments.items()
        if payment.state == PaymentState.SENT
    }
    today = timezone.localdate()
    days = (timezone.localdate(batch.released_at) if batch.released_at else today, today)
    answered = [line for line in payments if line not in sent]
    return match(sent, answered, rows, days, batch=batch.number)


def judge(batch: PaymentBatch, answer: Answer) -> Judgement:
    """How an answer fits its batch now."""
    payments = {row.line: row for row in batch.payments.select_related("payable").order_by("line")}
    matched = match_batch(batch, payments, answer.rows)
    misfits = [
        *(Misfit(row, str(matched.fits[row].label), why) for row, why in matched.problems),
        *(Misfit(row, str(Fit.TOTAL.label), why) for row, why in answer.total_problems()),
    ]
    lines = {result: _lines(matched, result) for result in Result}
    said = {line for taken in lines.values() for line in taken}
    for line in lines[Result.FAILED]:
        payments[line].failure = matched.rows[line].failure  # not saved: what the page says of it
    waiting = [n for n, row in payments.items() if row.state == PaymentState.SENT and n not in said]
    return Judgement(
        paid=_share(payments, lines[Result.PAID]),
        failed=_share(payments, lines[Result.FAILED]),
        missing=_share(payments, waiting),
        misfits=sorted(misfits, key=lambda misfit: misfit.row),
    )


def _lines(matched: Matched, result: str) -> list[int]:
    return sorted(line for line, row in matched.rows.items() if row.result == result)


def _share(payments: Mapping[int, Payment], lines: Iterable[int]) -> Share:
    return Share([payments[line] for line in lines])
