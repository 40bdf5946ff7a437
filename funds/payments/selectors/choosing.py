"""What may be put into a batch now, and what has to stay out, with the reasons."""

from dataclasses import dataclass

from funds.payments.models import OtherPayee, Payable, Payee, Payment
from funds.payments.rules import DOUBTS, Finding
from funds.payments.selectors.others import approved_others
from funds.payments.selectors.prechecks import Checked, find_findings
from funds.payments.selectors.reading import last_corrections, last_failed, list_own_unpaid, read_payees
from hardship.accounts.models import User


@dataclass(frozen=True)
class Choice:
    """A payable that may be put into a batch now, with the payee as its source has it on record; the payment
    that the bank refused last and the one whose account was corrected last, who is paid instead, where there
    are any; what is to be looked at before."""

    payable: Payable
    payee: Payee
    last_failed: Payment | None
    correction: Payment | None
    other: OtherPayee | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nobody doubts whose account it is, nor that it is due: a new batch begins with these."""
        if self.last_failed is not None and self.last_failed.corrected_at is None:
            return False
        return not any(one.key in DOUBTS for one in self.findings)


def list_choices(*, user: User, in_cash: bool = False) -> list[Choice]:
    """What the user's union may put into a batch: unpaid payables whose money it holds and which nothing
    bars."""
    return sort_unpaid(user=user, in_cash=in_cash)[0]


def sort_unpaid(*, user: User, in_cash: bool = False) -> tuple[list[Choice], list[Checked]]:
    """The unpaid payables whose money the user's union holds: those that may be put into a batch, for the
    bank or in cash, and those that may not."""
    rows = list(list_own_unpaid(user=user))
    found = find_findings(rows, in_cash=in_cash)
    barred = [Checked(row, found[row.pk]) for row in rows if any(one.blocks for one in found[row.pk])]
    out = {row.payable.pk for row in barred}
    free = [row for row in rows if row.pk not in out]
    payees, failed, corrected = read_payees(free), last_failed(free), last_corrections(free)
    others = approved_others(free)
    choices = [
        Choice(
            row,
            payees[row.pk],
            None if in_cash else failed.get(row.pk),
            corrected.get(row.pk),
            others.get(row.pk),
            found[row.pk],
        )
        for row in free
    ]
    return choices, barred
