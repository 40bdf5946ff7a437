"""How it is paid back: agreed in parts, repaid to the line that paid."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.recoveries.models import Recovery, RecoveryPart, Repayment
from funds.recoveries.rules import FEN, divide, next_due
from funds.recoveries.selectors import list_parts
from funds.recoveries.services.steps import RecoveryRefused, lock_own, take
from funds.recoveries.states import MOST_PARTS, Way
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.checks import broken

SAME = ("recovery_id", "amount", "on", "way", "serial")  # of what one form sends twice


@transaction.atomic
def agree(*, recovery_id: int, times: int, first_on: date, by: User) -> Recovery:
    """约定分期: what is still to come, in equal monthly parts from that day on."""
    recovery = lock_own(recovery_id, by)
    if not 1 <= times <= MOST_PARTS:
        raise RecoveryRefused(_("分 1 至 %(n)s 期。") % {"n": MOST_PARTS}, "times")
    if recovery.left < times * FEN:
        raise RecoveryRefused(_("未收回的不够分这么多期，每期至少 0.01 元。"), "times")
    if first_on < timezone.localdate():
        raise RecoveryRefused(_("首期日期不能早于今天。"), "first_on")

    def write(step: workflow.Step[Recovery]) -> None:
        plan = (recovery.parts.aggregate(last=Max("plan"))["last"] or 0) + 1
        parts = divide(recovery.left, times, first_on)
        RecoveryPart.objects.bulk_create(
            RecoveryPart(recovery=recovery, plan=plan, due_on=day, amount=part) for day, part in parts
        )
        recovery.next_due_on = first_on

    return take(recovery, "agree", by=by, effect=write, stamp="agreed", log={"times": times})


@transaction.atomic
def repay(
    *, recovery_id: int, amount: Decimal, on: date, serial: str, by: User, key: uuid.UUID, way: str = Way.BANK
) -> Repayment:
    """收回: writes down what came, puts it back on the line that paid, and returns it; the same `key` again
    is the same money. With the last of it the recovery is settled. Raises Refused, also where something else
    was sent with that key."""
    recovery = lock_own(recovery_id, by, Role.FINANCE, Role.CASHIER)
    told = Repayment(recovery=recovery, key=key, amount=amount, on=on, way=way, serial=serial.strip(), by=by)
    if known := _find_repayment(told):
        return known
    if way != Way.BANK:
        raise RecoveryRefused(_("现金不能直接登记，请先存入银行账户，再按存款的流水号登记。"), "serial")
    _require_repayable(recovery, amount, on, serial)
    return book(told, source=f"recoveries.recovery:{recovery.pk}", by=by)


def book(told: Repayment, *, source: str, by: User) -> Repayment:
    """Writes down what came back to a locked recovery, that it did, and the journal, under the caller's
    `source`. With the last of it the recovery is settled."""
    made, recovery, amount = _write_repayment(told), told.recovery, told.amount
    _count(recovery, amount)
    is_whole = recovery.repaid == recovery.amount
    take(
        recovery, "settle" if is_whole else "repay", by=by, is_own=False,
        stamp="settled" if is_whole else "", log={"amount": str(amount)},
    )  # fmt: skip
    ledger.recover(
        commitment_id=recovery.payment.payable.commitment_id, amount=amount, source=source, by=by,
        key=told.key, on=told.on, memo=recovery.number,
    )  # fmt: skip
    return made


def unbook(recovery: Recovery, amount: Decimal, *, by: User) -> None:
    """So much of what had come back to a locked recovery by a set-off is to come again."""
    _count(recovery, -amount)
    recovery.settled_at, recovery.settled_by = None, None
    take(recovery, "reopen", by=by, is_own=False, log={"amount": str(amount)})


def _count(recovery: Recovery, amount: Decimal) -> None:
    """So much more came back; the next part that is due follows from all that did."""
    planned = [(row.due_on, row.amount) for row in list_parts(recovery)]
    recovery.repaid += amount
    since = recovery.repaid - (recovery.amount - sum((part for _day, part in planned), Decimal(0)))
    recovery.next_due_on = next_due(planned, since) or recovery.next_due_on


def _find_repayment(told: Repayment) -> Repayment | None:
    """What was written down under the same key. Raises RecoveryRefused where that was something else."""
    known: Repayment | None = Repayment.objects.filter(key=told.key).first()
    if known is not None and any(getattr(known, name) != getattr(told, name) for name in SAME):
        raise RecoveryRefused(_("这张表已经登记过另一笔收款，请重新打开这笔追回的页面再登记。"))
    return known


def _write_repayment(told: Repayment) -> Repayment:
    """Raises RecoveryRefused where its key was used for another recovery just now."""
    try:
        with transaction.atomic():
            told.save(force_insert=True)
    except IntegrityError as clash:
        if broken(clash) != "recoveries_repayment_key_key":
            raise
        raise RecoveryRefused(_("这张表已经登记过另一笔收款，请重新打开这笔追回的页面再登记。")) from clash
    return told


def _require_repayable(recovery: Recovery, amount: Decimal, on: date, serial: str) -> None:
    if not recovery.is_open:
        raise RecoveryRefused(_("这笔追回已经办结。"))
    if not Decimal(0) < amount <= recovery.left:
        words = {"left": f"{recovery.left:,.2f}"}
        raise RecoveryRefused(_("还应追回 %(left)s 元，收到的不能多于这个数。") % words, "amount")
    if not (recovery.payment.settled_on or on) <= on <= timezone.localdate():
        raise RecoveryRefused(_("收款日期应在登记到账的那天和今天之间。"), "on")
    if not serial.strip():
        raise RecoveryRefused(_("请填写银行流水号。"), "serial")
