"""发起追回, and its end where there was nothing to ask back: 作废, or the bank returned the money (退汇)."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments.models import BOUNCES, SOURCES, Payment
from funds.recoveries.models import Recovery, RecoveryCounter
from funds.recoveries.selectors import may_ask
from funds.recoveries.services.steps import RecoveryRefused, lock_own, take
from funds.recoveries.states import DUE_DAYS, Reason
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number


@transaction.atomic
def open_recovery(
    *,
    payment_id: int,
    reason: str,
    note: str,
    amount: Decimal,
    due_on: date,
    by: User,
    key: uuid.UUID | None = None,
) -> Recovery:
    """发起追回: returns the new recovery of a payment of the person's own union; the same `key` again is the
    same recovery. Raises RecoveryRefused, Payment.DoesNotExist outside the person's scope."""
    payment = Payment.objects.visible_to(by).select_related("batch").get(pk=payment_id)
    if not by.has_role(Role.FINANCE) or payment.batch.union_id != by.union_id:
        raise RecoveryRefused(_("由付款工会的财务人员发起追回。"))
    Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    told = {"payment_id": payment_id, "reason": reason, "note": note.strip()[:300], "amount": amount}
    if known := _find_opened(key, told):
        return known
    if due_on < timezone.localdate():
        raise RecoveryRefused(_("还款期限不能早于今天。"), "due_on")
    return demand(
        payment_id=payment_id, reason=reason, note=note, amount=amount, due_on=due_on, by=by, key=key
    )


@transaction.atomic
def demand(
    *,
    payment_id: int,
    reason: str,
    note: str,
    by: User | None,
    amount: Decimal | None = None,
    due_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Recovery:
    """A recovery that follows from a decision elsewhere, in nobody's own right: of everything that may still
    be asked for, unless `amount` says less, within DUE_DAYS."""
    rows = Payment.objects.select_for_update(of=("self",)).select_related("batch__union", "payable")
    payment = rows.get(pk=payment_id)
    room = SOURCES.get(payment.payable.source_kind)
    if room is not None and room.is_lent:
        raise RecoveryRefused(
            _(
                "周转金借款不发起追回，收到的钱请在借款的页面登记还款；借款已经核销的，请在财务软件里记作其他收入，"
                "写明借款单号。"
            )
        )
    left = may_ask(payment)
    amount = left if amount is None else amount
    if not Decimal(0) < amount <= left:
        raise RecoveryRefused(_("这一笔还能追回的是 %(left)s 元。") % {"left": f"{left:,.2f}"}, "amount")
    if not note.strip():
        raise RecoveryRefused(_("请写明追回的情况。"), "note")
    union, today = payment.batch.union, timezone.localdate()
    number = next_number(RecoveryCounter, union_id=union.pk, year=today.year)
    made: Recovery = Recovery.objects.create(
        uid=key or uuid.uuid4(), union=union, number=f"{union.code}-ZH{today.year}-{number:03d}",
        payment=payment, reason=Reason(reason), note=note.strip()[:300], amount=amount, opened_by=by,
        next_due_on=due_on or today + timedelta(days=DUE_DAYS),
    )  # fmt: skip
    audit.record("recovery.open", target=made, by=by, amount=str(amount), reason=reason)
    return made


@transaction.atomic
def void(*, recovery_id: int, reason: str, by: User) -> Recovery:
    """作废: it was asked back by mistake, and nothing came of it yet; the payment may be asked back anew.
    Raises Refused."""
    recovery = lock_own(recovery_id, by)

    def write(_step: workflow.Step[Recovery]) -> None:
        recovery.voided_for = stood_in_for(by)

    return take(
        recovery,
        "void",
        by=by,
        effect=write,
        stamp="voided",
        note="void_reason",
        comment=reason[:300],
        log={},
    )


@BOUNCES.add("recoveries.end")
def end_bounced(payment: Payment, *, by: User) -> None:
    """What the bank returned is asked back of nobody any more. Raises RecoveryRefused where some of it came
    from the family already: the same money does not come back twice."""
    rows = Recovery.objects.filter(payment=payment).select_for_update(of=("self",)).order_by("pk")
    for recovery in rows:
        if recovery.repaid:
            words = {"number": recovery.number, "repaid": f"{recovery.repaid:,.2f}"}
            raise RecoveryRefused(
                _("追回 %(number)s 已经收回 %(repaid)s 元，不能再登记退汇。请先查清银行退回的是哪一笔钱。")
                % words
            )
        if recovery.is_open:
            recovery.voided_for = stood_in_for(by)
            take(
                recovery, "bounce", by=by, is_own=False, stamp="voided", note="void_reason",
                comment=_("退汇：%(why)s") % {"why": payment.failure}, log={},
            )  # fmt: skip


def _find_opened(key: uuid.UUID | None, told: dict[str, Any]) -> Recovery | None:
    """What was made with the same key. Raises RecoveryRefused where something else was sent with it."""
    known: Recovery | None = Recovery.objects.filter(uid=key).first() if key else None
    if known is not None and any(getattr(known, name) != value for name, value in told.items()):
        raise RecoveryRefused(_("这张表已经用过，请从批次里重新打开再填。"))
    return known
