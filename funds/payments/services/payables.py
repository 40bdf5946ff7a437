"""应付款项: created when money is committed, voided when it is not owed any more, locked before it moves.

Locks have one order: batch, sources, payables by id, payments, then the ledger's (docs/adr/0005, 0017).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Commitment, Journal
from funds.ledgers.states import Event
from funds.payments.models import Payable, Payee, Payment
from funds.payments.models.payables import PAYEE_FIELDS
from funds.payments.rules import Finding
from funds.payments.selectors import find_blockers, read_payees
from funds.payments.services.refusals import PaymentRefused
from funds.payments.states import LEFT_STATES, PayableState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit

NAMES = 5


@dataclass(frozen=True)
class Owed:
    """What a payable is for, in the words that lists print: `number` of the paper, `purpose` such as the
    programme, `category` of hardship. `source` and `subject` are opaque: "applications.application:42",
    "household:17"; `due_on` is until when it is to be paid, where that is laid down."""

    source: str
    number: str
    purpose: str
    subject: str = ""
    category: str = ""
    due_on: date | None = None


def create_payable(
    *,
    union: Union,
    owed: Owed,
    commitment: Commitment,
    payee: Payee,
    by: User,
    amount: Decimal | None = None,
) -> Payable:
    """As `create_payables` of one."""
    [payable] = create_payables([Debt(union, owed, commitment, payee, amount)], by=by)
    return payable


@dataclass(frozen=True)
class Debt:
    """What is owed to whom, out of which money; `amount` is the whole of a commitment that has parts on
    further lines."""

    union: Union
    owed: Owed
    commitment: Commitment
    payee: Payee
    amount: Decimal | None = None


@transaction.atomic
def create_payables(debts: Sequence[Debt], *, by: User) -> list[Payable]:
    """Returns the new payables, each over the whole amount of its commitment; call it with the decision.

    Raises IntegrityError when a commitment has one already or belongs to another source."""
    payables = [_payable(debt, by) for debt in debts]
    Payable.objects.bulk_create(payables)
    trail = [(row, {"amount": str(row.amount), "source": row.source}) for row in payables]
    audit.record_each("payable.create", trail, by=by)
    return payables


def _payable(debt: Debt, by: User) -> Payable:
    owed = debt.owed
    payable = Payable(
        union=debt.union,
        source=owed.source,
        subject=owed.subject,
        number=owed.number,
        purpose=owed.purpose,
        category=owed.category,
        commitment=debt.commitment,
        amount=debt.commitment.amount if debt.amount is None else debt.amount,
        due_on=owed.due_on,
        created_by=by,
    )
    payable.set_payee(debt.payee)
    return payable


@transaction.atomic
def void_payables(*, source: str, by: User | None, gives_up_rest: bool = False) -> list[Payable]:
    """Voids what is still open of this source and returns it; a batch that it waits in cannot go on.

    Raises PaymentRefused when some of it is at the bank, which can only be answered by the bank, and when
    some of it was set off (抵扣), unless `gives_up_rest`: that part stays paid, nothing can be owed under
    this source again."""
    rows = list(
        Payable.objects.select_for_update(of=("self",))
        .filter(source=source, state=PayableState.OPEN)
        .order_by("pk")
    )
    if Payment.objects.filter(payable__in=rows, state__in=LEFT_STATES).exists():
        raise PaymentRefused(_("这笔款项已经送银行，不能取消。"))
    if not gives_up_rest and any(row.commitment.set_off for row in rows):
        raise PaymentRefused(_("这笔款项已有一部分抵扣了追回的钱，不能取消。"))
    for row in rows:
        row.state = PayableState.VOID
        row.voided_at, row.voided_by = timezone.now(), by
        if row.commitment.set_off:
            row.set_off_on = _last_set_off(row.commitment)
        row.save(update_fields=["state", "voided_at", "voided_by", "set_off_on"])
        audit.record("payable.void", target=row, by=by, source=source)
    return rows


def _last_set_off(commitment: Commitment) -> date:
    rows = Journal.objects.filter(
        postings__commitment=commitment, event=Event.SET_OFF, reversed_by_journal__isnull=True
    )
    return max(rows.values_list("on", flat=True))


def lock_payables(ids: Collection[int]) -> list[Payable]:
    """The payables by id, locked after their sources; what keeps them from being paid is not asked."""
    find_blockers(Payable.objects.filter(pk__in=ids).order_by("pk"), lock=True)
    return _lock(ids)


def lock_payables_to_pay(ids: Collection[int]) -> list[Payable]:
    """The payables by id, locked after their sources, of which money may leave now.

    Raises PaymentRefused, naming the payees, when a source's room knows a blocker or when one is not open."""
    blockers = find_blockers(Payable.objects.filter(pk__in=ids).order_by("pk"), lock=True)
    rows = _lock(ids)
    reasons: dict[str, list[Payable]] = defaultdict(list)
    for row in rows:
        if row.pk in blockers:
            reasons[blockers[row.pk]].append(row)
    for reason, blocked in reasons.items():
        refuse(_("%(reason)s：%(names)s。"), blocked, reason=reason)
    refuse(_("以下款项已取消或已发放：%(names)s。"), [row for row in rows if row.state != PayableState.OPEN])
    return rows


def refresh_payees(payables: Sequence[Payable]) -> None:
    """Writes the payees as their sources have them on record now; for locked payables that no batch holds."""
    payees = read_payees(payables)
    for payable in payables:
        if payable.set_payee(payees[payable.pk]):
            payable.save(update_fields=PAYEE_FIELDS)


def refuse_blocked(rows: Sequence[Payable], found: Mapping[int, Sequence[Finding]], advice: str) -> None:
    """Raises PaymentRefused, naming code and payees, when something that was found keeps one from being
    paid."""
    blocked: dict[str, list[Payable]] = defaultdict(list)
    for row in rows:
        for finding in found[row.pk]:
            if finding.blocks:
                blocked[f"{finding.code.number} {finding.sentence}"].append(row)
    for reason, of_reason in sorted(blocked.items()):
        refuse(_("%(reason)s：%(names)s。%(advice)s"), of_reason, reason=reason, advice=advice)


def refuse(sentence: str, rows: Iterable[Payable], **words: str) -> None:
    """Raises PaymentRefused with the first payees' names in the sentence, unless there are no rows."""
    names = [row.payee for row in rows]
    if names:
        raise PaymentRefused(sentence % {"names": "、".join(names[:NAMES]), **words})


def _lock(ids: Collection[int]) -> list[Payable]:
    rows = Payable.objects.select_for_update(of=("self",)).select_related("union", "commitment__line")
    return list(rows.filter(pk__in=ids).order_by("pk"))
