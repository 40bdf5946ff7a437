"""A loan is granted, paid out by a batch like anything owed, comes back in parts, and is written off by two.

Pages that ask for a loan are a room's above; call `grant_loan` in the transaction of its decision."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.ledgers.services import CapClaim, Whom
from funds.loans.models import Loan, LoanCounter, LoanPart, LoanRepayment
from funds.loans.rules import Parts, is_schedule, running
from funds.loans.states import REVOLVING, SOURCE, TRANSITIONS, Way
from funds.payments.models import BOUNCES, SOURCES, Payable, PayableSource, Payee, Payment
from funds.payments.services import Owed, create_payable, void_payables
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number
from hardship.messaging import services as messaging

DECLINED = "loans.declined"
WRITE_OFF = next(row for row in TRANSITIONS if row.action == "write_off")


class LoanRefused(workflow.Refused):
    """A step of a loan that may not be taken now; the message says what to do."""


@dataclass(frozen=True)
class Terms:
    """What is lent to whom, by which document, and on which days how much of it comes back."""

    line_id: int
    subject: str
    payee: Payee
    purpose: str
    amount: Decimal
    parts: Parts
    approval_no: str


@transaction.atomic
def grant_loan(*, terms: Terms, by: User, caps: Sequence[CapClaim] = ()) -> Loan:
    """批准借款: holds the money of a revolving line of the approver's union and owes it to the borrower.
    Raises LoanRefused, and what the ledger refuses."""
    line = BudgetLine.objects.select_related("union").get(pk=terms.line_id)
    today = timezone.localdate()
    if not by.has_role(Role.APPROVER) or by.union_id != line.union_id:
        raise LoanRefused(_("由出借工会的审批人批准。"))
    if line.use_id != REVOLVING:
        raise LoanRefused(_("借款只能从“周转金”用途的指标出，请另选指标。"))
    if not is_schedule(terms.parts, terms.amount, today):
        raise LoanRefused(_("还款计划各期应在今天以后、不在同一天，合计等于本金（不计利息）。"))
    if not terms.approval_no.strip():
        raise LoanRefused(_("请填写批准文号或会议纪要。"))
    number = next_number(LoanCounter, union_id=line.union_id, year=today.year)
    pk, uid = _next_pk(), uuid.uuid4()
    held = ledger.commit(
        line_id=line.pk, use=REVOLVING, amount=terms.amount, source=f"{SOURCE}:{pk}", by=by, key=uid,
        on=today, caps=caps, whom=Whom(terms.subject, terms.subject), memo=terms.purpose,
    )  # fmt: skip
    loan = Loan(
        pk=pk, uid=uid, union=line.union, number=f"{line.union.code}-ZZ{today.year}-{number:03d}",
        commitment=held, subject=terms.subject, borrower=terms.payee.name,
        purpose=terms.purpose, amount=terms.amount,
        approval_no=terms.approval_no.strip(), granted_by=by, granted_for=stood_in_for(by),
    )  # fmt: skip
    loan.save(force_insert=True)
    LoanPart.objects.bulk_create(
        LoanPart(loan=loan, due_on=day, amount=yuan, upto=upto) for day, yuan, upto in running(terms.parts)
    )
    owed = Owed(source=held.source, number=loan.number, purpose=_("周转金借款"), subject=terms.subject)
    create_payable(union=line.union, owed=owed, commitment=held, payee=terms.payee, by=by)
    audit.record("loan.grant", target=loan, by=by, amount=f"{loan.amount:.2f}")
    return loan


def _next_pk() -> int:
    """The key of the next loan: its money is held under it before its row is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('loans_loan', 'id'))")
        return int(cursor.fetchone()[0])


@transaction.atomic
def cancel_loan(*, loan_id: int, reason: str, by: User) -> Loan:
    """取消: what was not paid out is owed no more and free again. Raises Refused."""
    loan = _lock(loan_id, by, Role.APPROVER)

    def undo(_step: object) -> None:
        loan.reason = reason.strip()[:300]
        void_payables(source=loan.source, by=by)
        ledger.release(
            commitment_id=loan.commitment_id, by=by, key=uuid.uuid5(loan.uid, "cancel"),
            on=timezone.localdate(), reason=loan.number,
        )  # fmt: skip

    return _take(loan, "cancel", by, effect=undo, comment=reason)


@transaction.atomic
def repay_loan(
    *, loan_id: int, amount: Decimal, on: date, serial: str, key: uuid.UUID, by: User, way: str = Way.BANK
) -> LoanRepayment:
    """还款: principal is back on its line and may be lent again. It lies in the bank: cash is paid in first.
    Raises LoanRefused for more than is out; the same key again has one effect."""
    loan = _lock(loan_id, by, Role.FINANCE, Role.CASHIER)
    known = LoanRepayment.objects.filter(key=key).first()
    if known is not None:
        told = (loan.pk, amount, on, way, serial.strip())
        if (known.loan_id, known.amount, known.on, known.way, known.serial) != told:
            raise LoanRefused(_("这张表已经登记过另一笔还款，请重新打开再登记。"))
        return known
    _require_repayable(loan, amount, on)
    if way != Way.BANK:
        raise LoanRefused(_("现金不能直接登记，请先存入银行账户，再按存款的流水号登记。"), "serial")
    if not serial.strip():
        raise LoanRefused(_("请填写银行流水号。"), "serial")
    made = LoanRepayment.objects.create(
        loan=loan, key=key, amount=amount, on=on, way=way, serial=serial.strip(), by=by
    )
    loan.repaid += amount
    if loan.repaid == loan.amount:
        _take(loan, "settle", by, is_own=False)
    else:
        loan.save(update_fields=["repaid"])
    ledger.recover(
        commitment_id=loan.commitment_id, amount=amount, source=loan.source, by=by, key=key, on=on,
        memo=loan.number,
    )  # fmt: skip
    audit.record("loan.repay", target=loan, by=by, amount=f"{amount:.2f}")
    return made


def _require_repayable(loan: Loan, amount: Decimal, on: date) -> None:
    if loan.is_written_off:
        raise LoanRefused(
            _("这笔借款已经核销，这里不能再登记还款。收到的钱请在财务软件里记作其他收入，写明借款单号。")
        )
    if not loan.is_lent:
        raise LoanRefused(_("这笔借款没有借出或者已经办结。"))
    if not Decimal(0) < amount <= loan.left:
        words = {"left": f"{loan.left:,.2f}"}
        raise LoanRefused(_("还应归还 %(left)s 元，收到的不能多于这个数。") % words, "amount")
    if not (loan.lent_on or on) <= on <= timezone.localdate():
        raise LoanRefused(_("收款日期应在借出那天和今天之间。"), "on")


@transaction.atomic
def ask_write_off(*, loan_id: int, reason: str, document_no: str, by: User) -> Loan:
    """申请核销 of what does not come any more, by which document; an approver decides. Raises LoanRefused,
    also while another request waits."""
    loan = _lock(loan_id, by, Role.FINANCE)
    if not loan.is_lent:
        raise LoanRefused(_("这笔借款没有借出或者已经办结。"))
    if loan.waits_for_write_off:
        raise LoanRefused(_("已有一份核销申请等着批准，请等审批人办理以后再申请。"))
    if not reason.strip() or not document_no.strip():
        raise LoanRefused(_("请写明为什么核销、依据哪份文件。"), "reason")
    loan.reason, loan.document_no = reason.strip()[:300], document_no.strip()[:100]
    loan.asked_at, loan.asked_by, loan.asked_for = timezone.now(), by, stood_in_for(by)
    loan.save(update_fields=["reason", "document_no", "asked_at", "asked_by", "asked_for"])
    audit.record("loan.ask_write_off", target=loan, by=by)
    return loan


@transaction.atomic
def write_off(*, loan_id: int, by: User, seen: str) -> Loan:
    """批准核销: what is out is asked for no more. The money left the union when it was lent, so the ledger
    does not move. `seen` is the request that was looked at (models.Loan.seen). Raises Refused."""
    loan = _lock(loan_id, by, Role.APPROVER)
    _require_seen(loan, seen)

    def write(_step: object) -> None:
        loan.written_off, loan.written_for = loan.left, stood_in_for(by)

    return _take(loan, "write_off", by, effect=write, stamp="written")


@transaction.atomic
def decline_write_off(*, loan_id: int, why: str, by: User, seen: str) -> Loan:
    """不同意核销: the request is gone, the loan stays out; the row keeps who declined and why, and
    whoever asked is told. Raises LoanRefused."""
    loan = _lock(loan_id, by, Role.APPROVER)
    _require_seen(loan, seen)
    if blocked := step_blocker(loan, WRITE_OFF, by):
        raise LoanRefused(blocked)
    if not why.strip():
        raise LoanRefused(_("请写明为什么不同意。"), "why")
    asker, loan.asked_at, loan.asked_by, loan.asked_for = loan.asked_by, None, None, None
    loan.reason = loan.document_no = ""
    loan.declined_at, loan.declined_why = timezone.now(), why.strip()[:300]
    loan.declined_by, loan.declined_for = by, stood_in_for(by)
    loan.save()
    audit.record("loan.decline_write_off", target=loan, by=by)
    messaging.send(DECLINED, about=loan, union=loan.union, to=asker, by=by, number=loan.number)
    return loan


def _require_seen(loan: Loan, seen: str) -> None:
    if loan.is_lent and loan.seen != seen:
        raise LoanRefused(_("核销的申请刚有变化，请重新看过再办理。"))


def step_blocker(loan: Loan, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if row.action != "write_off":
        return ""
    if loan.asked_at is None:
        return _("还没有人申请核销。")
    if not {loan.asked_by_id, loan.asked_for_id}.isdisjoint(people_of(by)):
        return _("核销由一人申请、另一人批准，您不能批准自己的申请。")
    return ""


def _take(loan: Loan, action: str, by: User, *, is_own: bool = True, **more: Any) -> Loan:
    workflow.take(
        TRANSITIONS, loan, action=action, by=by, blocker=step_blocker if is_own else None,
        roles=None if is_own else {WORKER},
        log=lambda _step: audit.record(f"loan.{action}", target=loan, by=by), **more,
    )  # fmt: skip
    return loan


def _lock(loan_id: int, by: User, *roles: Role) -> Loan:
    loan: Loan = workflow.lock(Loan.objects.visible_to(by).select_related("union"), loan_id)
    if loan.union_id != by.union_id or not by.has_role(*roles):
        raise LoanRefused(_("由出借工会的有关人员办理。"))
    return loan


def _loans_of(payables: Sequence[Payable]) -> dict[int, Loan]:
    """The loan of each payable, by its key."""
    rows = Loan.objects.filter(commitment__in=[row.commitment_id for row in payables])
    found = {row.commitment_id: row for row in rows}
    return {row.pk: found[row.commitment_id] for row in payables}


def find_blockers(payables: Sequence[Payable], *, lock: bool) -> dict[int, str]:
    """A loan is paid out while it is granted and not cancelled."""
    rows = Loan.objects.filter(commitment__in=[row.commitment_id for row in payables]).order_by("pk")
    found = {row.commitment_id: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}
    blocked = [row for row in payables if not found[row.commitment_id].is_granted]
    return {row.pk: _("以下借款已取消或者已经发放") for row in blocked}


def read_payees(payables: Sequence[Payable]) -> dict[int, Payee]:
    """To whom it was granted: the payable keeps it."""
    numbers = {row.pk: (row.id_number, row.bank_name, row.bank_branch, row.bank_card) for row in payables}
    return {row.pk: Payee(row.payee, *numbers[row.pk]) for row in payables}


def lend(payments: Sequence[Payment], *, by: User) -> None:
    """It reached the borrower: from that day on it is out."""
    loans = _loans_of([row.payable for row in payments])
    for payment in payments:
        loan = loans[payment.payable_id]
        loan.lent_on = payment.paid_on
        _take(loan, "lend", by, is_own=False)


@BOUNCES.add("loans")
def take_back(payment: Payment, *, by: User) -> None:
    """What the bank returned is not out; nothing of it can have come from the borrower."""
    loan = Loan.objects.select_for_update().filter(commitment=payment.payable.commitment_id).first()
    if loan is None:
        return
    if loan.repaid or not loan.is_lent:
        raise LoanRefused(_("这笔借款已经还过款或者核销，不能登记退汇，请先核对。"))
    loan.lent_on = None
    _take(loan, "bounce", by, is_own=False)


SOURCES.add(SOURCE)(
    PayableSource(
        page="loans:loan", find_blockers=find_blockers, read_payees=read_payees, on_paid=lend, is_lent=True
    )
)
