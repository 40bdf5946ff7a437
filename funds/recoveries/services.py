"""追回: asked for, agreed in parts, repaid to the line that paid, waived by a second person."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.payments.models import Payment
from funds.recoveries.models import Recovery, RecoveryCounter, RecoveryPart, Repayment
from funds.recoveries.rules import FEN, divide, next_due
from funds.recoveries.selectors import list_parts, may_ask
from funds.recoveries.states import DUE_DAYS, MOST_PARTS, TRANSITIONS, Reason
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.numbers import next_number


SAME = ("recovery_id", "amount", "on", "way", "serial")  # of what one form sends twice


class RecoveryRefused(workflow.Refused):
    """A step of a recovery that may not be taken now; the message says what to do."""


@transaction.atomic
def open_recovery(
    *, payment_id: int, reason: str, note: str, amount: Decimal, due_on: date, by: User
) -> Recovery:
    """发起追回: returns the new recovery of a payment of the person's own union. Raises RecoveryRefused,
    Payment.DoesNotExist outside the person's scope."""
    payment = Payment.objects.visible_to(by).select_related("batch").get(pk=payment_id)
    if not by.has_role(Role.FINANCE) or payment.batch.union_id != by.union_id:
        raise RecoveryRefused(_("由付款工会的财务人员发起追回。"))
    if due_on < timezone.localdate():
        raise RecoveryRefused(_("还款期限不能早于今天。"), "due_on")
    return demand(payment_id=payment_id, reason=reason, note=note, amount=amount, due_on=due_on, by=by)


@transaction.atomic
def demand(
    *,
    payment_id: int,
    reason: str,
    note: str,
    by: User | None,
    amount: Decimal | None = None,
    due_on: date | None = None,
) -> Recovery:
    """A recovery that follows from a decision elsewhere, in nobody's own right: of everything that may still
    be asked for, unless `amount` says less, within DUE_DAYS."""
    rows = Payment.objects.select_for_update(of=("self",)).select_related("batch__union")
    payment = rows.get(pk=payment_id)
    left = may_ask(payment)
    amount = left if amount is None else amount
    if not Decimal(0) < amount <= left:
        raise RecoveryRefused(_("这一笔还能追回的是 %(left)s 元。") % {"left": f"{left:,.2f}"}, "amount")
    if not note.strip():
        raise RecoveryRefused(_("请写明追回的情况。"), "note")
    union, today = payment.batch.union, timezone.localdate()
    number = next_number(RecoveryCounter, union_id=union.pk, year=today.year)
    made: Recovery = Recovery.objects.create(
        union=union, number=f"{union.code}-ZH{today.year}-{number:03d}", payment=payment,
        reason=Reason(reason), note=note.strip()[:300], amount=amount, opened_by=by,
        next_due_on=due_on or today + timedelta(days=DUE_DAYS),
    )  # fmt: skip
    audit.record("recovery.open", target=made, by=by, amount=str(amount), reason=reason)
    return made


@transaction.atomic
def agree(*, recovery_id: int, times: int, first_on: date, by: User) -> Recovery:
    """约定分期: what is still to come, in equal monthly parts from that day on."""
    recovery = _lock_own(recovery_id, by)
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

    return _take(recovery, "agree", by=by, effect=write, stamp="agreed", log={"times": times})


@transaction.atomic
def repay(
    *, recovery_id: int, amount: Decimal, on: date, way: str, serial: str, by: User, key: uuid.UUID
) -> Repayment:
    """收回: writes down what came, puts it back on the line that paid, and returns it; the same `key` again
    is the same money. With the last of it the recovery is settled. Raises Refused, also where something else
    was sent with that key."""
    recovery = _lock_own(recovery_id, by, Role.FINANCE, Role.CASHIER)
    told = Repayment(recovery=recovery, key=key, amount=amount, on=on, way=way, serial=serial.strip(), by=by)
    if known := _find_repayment(told):
        return known
    _require_repayable(recovery, amount, on, serial)
    made = _write_repayment(told)
    before, planned = recovery.repaid, [(row.due_on, row.amount) for row in list_parts(recovery)]
    recovery.repaid = before + amount
    since = recovery.repaid - (recovery.amount - sum((part for _day, part in planned), Decimal(0)))
    recovery.next_due_on = next_due(planned, since) or recovery.next_due_on
    is_whole = recovery.repaid == recovery.amount
    _take(
        recovery, "settle" if is_whole else "repay", by=by, is_own=False,
        stamp="settled" if is_whole else "", log={"amount": str(amount)},
    )  # fmt: skip
    ledger.recover(
        commitment_id=recovery.payment.payable.commitment_id, amount=amount,
        source=f"recoveries.recovery:{recovery.pk}", by=by, key=key, on=on, memo=recovery.number,
    )  # fmt: skip
    return made


@transaction.atomic
def ask_waiver(*, recovery_id: int, why: str, by: User) -> Recovery:
    """申请豁免 of what did not come yet; an approver decides."""
    recovery = _lock_own(recovery_id, by)
    if not recovery.is_open:
        raise RecoveryRefused(_("这笔追回已经办结。"))
    if not why.strip():
        raise RecoveryRefused(_("请写明为什么豁免。"), "why")
    recovery.waiver, recovery.asked_at = why.strip()[:300], timezone.now()
    recovery.asked_by, recovery.asked_for = by, stood_in_for(by)
    recovery.save(update_fields=["waiver", "asked_at", "asked_by", "asked_for"])
    audit.record("recovery.ask_waiver", target=recovery, by=by)
    return recovery


@transaction.atomic
def waive(*, recovery_id: int, by: User) -> Recovery:
    """批准豁免: what did not come yet is not asked for any more. Raises Refused."""
    recovery = _lock_own(recovery_id, by, Role.APPROVER)

    def write(step: workflow.Step[Recovery]) -> None:
        recovery.waived_for = stood_in_for(by)

    return _take(recovery, "waive", by=by, effect=write, stamp="waived", log={"left": str(recovery.left)})


def step_blocker(recovery: Recovery, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if recovery.union_id != by.union_id:
        return _("由付款工会办理。")
    if row.action != "waive":
        return ""
    if recovery.asked_at is None:
        return _("还没有人申请豁免。")
    if not {recovery.asked_by_id, recovery.asked_for_id}.isdisjoint(people_of(by)):
        return _("豁免由一人申请、另一人批准，您不能批准自己的申请。")
    return ""


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
    if not (recovery.payment.paid_on or on) <= on <= timezone.localdate():
        raise RecoveryRefused(_("收款日期应在发放日期和今天之间。"), "on")
    if not serial.strip():
        raise RecoveryRefused(_("请填写银行流水号或收据号。"), "serial")


def _take(
    recovery: Recovery,
    action: str,
    *,
    by: User,
    log: dict[str, Any],
    effect: Callable[[workflow.Step[Recovery]], object] | None = None,
    stamp: str = "",
    is_own: bool = True,
) -> Recovery:
    def record(_step: workflow.Step[Recovery]) -> Recovery:
        audit.record(f"recovery.{action}", target=recovery, by=by, **log)
        return recovery

    try:
        with transaction.atomic():
            return workflow.take(
                TRANSITIONS, recovery, action=action, by=by, effect=effect, stamp=stamp, log=record,
                blocker=step_blocker if is_own else None, roles=None if is_own else {WORKER},
            )  # fmt: skip
    except IntegrityError as clash:
        if broken(clash) != "recovery_part_once":
            raise
        raise RecoveryRefused(_("两期不能在同一天。"), "times") from clash


def _lock_own(recovery_id: int, by: User, *roles: Role) -> Recovery:
    rows = Recovery.objects.visible_to(by).select_related("payment__payable", "union")
    recovery: Recovery = workflow.lock(rows, recovery_id)
    if recovery.union_id != by.union_id or not by.has_role(*(roles or (Role.FINANCE,))):
        raise RecoveryRefused(_("由付款工会的有关人员办理。"))
    return recovery
