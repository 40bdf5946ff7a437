"""What a room that owes money registers, so that payments can ask it without importing it.

A source is written as in the ledger: the label of a model and a key, "applications.application:42". The room
of that model adds a PayableSource under the label; batches, results and pages look it up here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from hardship.kernel.fields import Secret
from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from funds.payments.models.batches import Payment
    from funds.payments.models.payables import Payable
    from funds.payments.rules import Finding
    from hardship.accounts.models import User


@dataclass(frozen=True)
class Payee:
    """Who is paid and at which account; a number that is not on record is an empty Secret or text."""

    name: str
    id_number: Secret | str = ""
    bank_name: str = ""
    bank_branch: str = ""
    bank_card: Secret | str = ""


class FindBlockers(Protocol):
    def __call__(self, payables: "Sequence[Payable]", *, lock: bool) -> Mapping[int, str]:
        """What keeps money from leaving for these payables of one source, by the payable's id: a sentence
        without its full stop. With `lock` the rows that were looked at stay locked until the transaction
        ends, in the order of their ids: payables are locked after their sources, never before."""


class OnResult(Protocol):
    def __call__(self, payments: "Sequence[Payment]", *, by: "User") -> None:
        """Called in the transaction that records what the bank answered, with the source's rows locked and
        before the ledger moves: whatever it raises undoes the whole answer."""


def ignore_result(payments: "Sequence[Payment]", *, by: "User") -> None:
    """For a source that asks payments for its state and keeps none of its own."""


class OnSetOff(Protocol):
    def __call__(self, payables: "Sequence[Payable]", *, on: date, by: "User") -> None:
        """Called in the transaction that sets off all that was left of these, with the source's rows locked:
        they are paid without a payment. Or in the one that undoes that: they are owed again."""


def ignore_set_off(payables: "Sequence[Payable]", *, on: date, by: "User") -> None:
    """For a source that does nothing after it was paid, or owed again."""


@dataclass(frozen=True)
class PayableSource:
    """What payments ask the room of a source.

    `page` is the URL name of the source's page, which takes its key. `find_blockers` is asked when the
    payables to choose from are listed, and under locks when a batch is made, checked and released.
    `read_payees` gives the payees as they are on record now, by the payable's id. `on_paid` and
    `on_failed` learn the result, `on_set_off` that 抵扣 paid all that was left, and `on_set_off_undone` that
    it did not. `keeps_whole` gives, as values, the sources of which nothing is set off now, since all of it
    may have to be asked back. What `is_lent` comes back by that room's own rules: it is no 追回.
    """

    page: str
    find_blockers: FindBlockers
    read_payees: "Callable[[Sequence[Payable]], Mapping[int, Payee]]"
    on_paid: OnResult = ignore_result
    on_failed: OnResult = ignore_result
    on_set_off: OnSetOff = ignore_set_off
    on_set_off_undone: OnSetOff = ignore_set_off
    keeps_whole: "Callable[[], QuerySet[Any, Any]] | None" = None
    is_lent: bool = False


SOURCES: Registry[PayableSource] = Registry(
    "payable_sources", "What must hold before a source's money leaves, and what to do with the result."
)


class Precheck(Protocol):
    def __call__(self, payables: "Sequence[Payable]") -> "Mapping[int, Sequence[Finding]]":
        """What a room knows against paying these, by the payable's id, in as many queries for a thousand as
        for one. Payables of kinds that it knows nothing of are among them."""


PRECHECKS: Registry[Precheck] = Registry(
    "payment_prechecks", "What rooms above payments know against paying somebody: by the codes of one table."
)


class OnBounce(Protocol):
    def __call__(self, payment: "Payment", *, by: "User") -> None:
        """Called in the transaction that writes down that the bank returned a payment, which is locked and
        has its `failure`, before its state and the ledger move: whatever it raises undoes it."""


BOUNCES: Registry[OnBounce] = Registry(
    "payment_bounces",
    "What rooms above payments end, or refuse, when the bank returns money that arrived.",
)
