"""A payable as it would be paid now: to whom, at which account, by the bank or in cash."""

from collections.abc import Sequence
from dataclasses import dataclass

from funds.payments.models import OtherPayee, Payable, Payee, Payment
from funds.payments.selectors.others import find_others
from funds.payments.selectors.reading import last_corrections, read_payees
from funds.payments.states import PaymentState
from hardship.kernel.fields import Secret, blind_index


@dataclass(frozen=True)
class Due:
    """A payable as it would be paid now: the person on record, the account that a line holds, else the one
    that a failed payment was corrected to, else that of the record. No number has no index. `other` is who is
    paid instead, or asked for; `is_in_batch` while a line of it waits, `in_cash` where it is handed out."""

    payable: Payable
    payee: Payee
    other: OtherPayee | None
    bank_name: str
    card: str
    card_index: bytes | None
    person: bytes | None
    is_in_batch: bool
    in_cash: bool

    @property
    def institution(self) -> OtherPayee | None:
        """The hospital or school that is paid instead."""
        is_so = self.other is not None and self.other.is_approved and self.other.is_institution
        return self.other if is_so else None

    @property
    def holder(self) -> str:
        """In whose name the account is to be."""
        return self.other.name if self.other is not None and self.other.is_approved else self.payee.name


def read_due(payables: Sequence[Payable], *, in_cash: bool = False) -> list[Due]:
    """These payables, whose sources are known, as they would be paid now; with `in_cash` those of no batch as
    they would be handed out."""
    payees, corrections, others = read_payees(payables), last_corrections(payables), find_others(payables)
    ids = [row.pk for row in payables]
    ready = Payment.objects.filter(payable_id__in=ids, state=PaymentState.READY)
    lines = {line.payable_id: line for line in ready.order_by("pk")}
    due = []
    for row in payables:
        payee, line, correction = payees[row.pk], lines.get(row.pk), corrections.get(row.pk)
        other = others.get(row.pk)
        bank_name, card = payee.bank_name, plain(payee.bank_card)
        if line is not None:
            bank_name, card = line.bank_name, line.bank_card.reveal()
        elif other is not None and other.is_approved:
            bank_name, card = other.bank_name, other.bank_card.reveal()
        elif correction is not None:
            bank_name, card = correction.corrected_bank_name, correction.corrected_bank_card.reveal()
        due.append(_due(row, payee, other, bank_name, card, line, in_cash))
    return due


def _due(
    payable: Payable,
    payee: Payee,
    other: OtherPayee | None,
    bank_name: str,
    card: str,
    line: Payment | None,
    in_cash: bool,
) -> Due:
    number = plain(payee.id_number)
    return Due(
        payable=payable,
        payee=payee,
        other=other,
        bank_name=bank_name,
        card=card,
        card_index=blind_index(card, "bank_card") if card else None,
        person=blind_index(number, "id_number") if number else None,
        is_in_batch=line is not None,
        in_cash=line.is_in_cash if line is not None else in_cash,
    )


def plain(value: Secret | str) -> str:
    return value.reveal() if isinstance(value, Secret) else value
