"""抵扣: what a payee owes is kept back of what is owed to them, as they agreed in writing; one person asks,
another one decides. Payables are locked before recoveries, as where the bank returns money."""

import uuid
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.payments.models import SOURCES, Payable
from funds.payments.selectors import find_findings
from funds.payments.services import lock_payables_to_pay, refuse_blocked
from funds.payments.states import PayableState
from funds.recoveries.models import Recovery, Repayment, SetOff
from funds.recoveries.selectors.setting_off import list_to_set_off, say_barred, say_kept
from funds.recoveries.services.repaying import book, unbook
from funds.recoveries.services.steps import RecoveryRefused, lock_own
from funds.recoveries.states import SET_OFF_TRANSITIONS, SetOffState, Way
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.files import Accepted
from hardship.messaging import services as messaging

ANSWERED = "recoveries.set_off_answered"
STAMPS = {
    "approve": ("decided", ""), "decline": ("decided", "why"), "withdraw": ("decided", "why"),
    "ask_undo": ("undo", "undo_why"), "undo": ("reviewed", ""), "keep": ("reviewed", "review"),
}  # fmt: skip
# What is wrong with an account keeps nothing back, since nothing is sent to it; and its own request waits.
NOT_ASKED = {"no_card", "card", "other", "set_off"}


@transaction.atomic
def ask_set_off(
    *,
    recovery_id: int,
    payable_id: int,
    amount: Decimal,
    consented_on: date,
    proof: Accepted,
    by: User,
) -> SetOff:
    """申请抵扣 of so many yuan of an open payable of the same payee that the same union pays; returns the
    request, which waits for an approver, and the payable with it. Raises Refused."""
    _lock_payable(payable_id)
    recovery = lock_own(recovery_id, by)
    payable = list_to_set_off(recovery).filter(pk=payable_id).first()
    if payable is None:
        raise RecoveryRefused(_("请选择同一个人的、由本工会发放、还没有编入批次的款项。"), "payable")
    _require_amount(recovery, payable, amount)
    if consented_on > timezone.localdate():
        raise RecoveryRefused(_("同意的日期不能晚于今天。"), "consented_on")
    row = SetOff(
        union=recovery.union, recovery=recovery, payable=payable, amount=amount, consented_on=consented_on,
        proof_type=proof.media_type, proof_sha256=proof.sha256, asked_by=by, asked_for=stood_in_for(by),
    )  # fmt: skip
    row.proof.save(f"proof.{proof.extension}", ContentFile(proof.content), save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        if broken(clash) != "set_off_waits_once":
            raise
        raise RecoveryRefused(_("这笔款已有一份抵扣申请等着批准。"), "payable") from clash
    audit.record("recovery.ask_set_off", target=recovery, by=by, amount=f"{amount:.2f}")
    return row


@transaction.atomic
def take_set_off_step(*, set_off_id: int, action: str, by: User, comment: str = "") -> SetOff:
    """同意抵扣、不同意、撤回、撤销: takes one row of states.SET_OFF_TRANSITIONS. With the approval the
    recovery is repaid so far and the payable paid so far, by two journals of one source; the rest goes by a
    batch. One that is undone has both reversed; recovery and payable are open as before. Raises Refused,
    SetOff.DoesNotExist outside the person's scope."""
    seen = SetOff.objects.visible_to(by).get(pk=set_off_id)
    is_approval = action == "approve"
    if is_approval and seen.state == SetOffState.ASKED:
        payables = lock_payables_to_pay([seen.payable_id])
        found = find_findings(payables)
        left = {key: [row for row in rows if row.key not in NOT_ASKED] for key, rows in found.items()}
        refuse_blocked(payables, left, _("请先办好，再同意抵扣。"))
    else:
        _lock_payable(seen.payable_id)
    recovery = lock_own(seen.recovery_id, by, Role.APPROVER, Role.FINANCE)
    row: SetOff = workflow.lock(
        SetOff.objects.visible_to(by).select_related("payable__commitment"), set_off_id
    )
    row.recovery = recovery

    stamp, note = STAMPS[action]

    def decide(_step: workflow.Step[SetOff]) -> None:
        setattr(row, f"{stamp}_for", stood_in_for(by))
        if action == "undo":
            row.review = ""  # why an earlier one was kept

    workflow.take(
        SET_OFF_TRANSITIONS, row, action=action, by=by, comment=comment[:300], blocker=set_off_blocker,
        effect=decide, stamp=stamp, note=note,
        log=lambda _step: audit.record(f"recovery.{action}_set_off", target=recovery, by=by),
    )  # fmt: skip
    if is_approval:
        _book(row, by)
    elif action == "undo":
        _undo(row, by)
    asker = row.undo_by if row.undo_by_id else row.asked_by
    if asker != by:
        messaging.send(ANSWERED, about=row, union=row.union, to=asker, by=by, number=recovery.number)
    return row


def set_off_blocker(row: SetOff, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if row.union_id != by.union_id:
        return _("由付款工会办理。")
    asked = (row.undo_by_id, row.undo_for_id) if row.undo_at else (row.asked_by_id, row.asked_for_id)
    if step.is_decision and not set(asked).isdisjoint(people_of(by)):
        return _("抵扣由一人申请、另一人批准，您不能批准自己的申请。")
    if step.action in ("ask_undo", "undo"):
        return say_kept(row)
    if step.action == "approve":
        return say_barred(row)
    return ""


def _book(row: SetOff, by: User) -> None:
    recovery, payable, today = row.recovery, row.payable, timezone.localdate()
    source = f"recoveries.setoff:{row.pk}"
    told = Repayment(
        recovery=recovery, key=uuid.uuid5(row.uid, "back"), amount=row.amount, on=today, way=Way.SET_OFF,
        serial=payable.number, set_off=row, by=by,
    )  # fmt: skip
    ledger.set_off(
        commitment_id=payable.commitment_id, amount=row.amount, source=source, by=by, key=row.uid, on=today,
        memo=_("%(owed)s 抵扣 %(recovery)s") % {"owed": payable.number, "recovery": recovery.number},
    )  # fmt: skip
    book(told, source=source, by=by)
    payable.commitment.refresh_from_db(fields=["set_off"])
    if not payable.left:
        payable.state, payable.set_off_on = PayableState.PAID, today
        payable.save(update_fields=["state", "set_off_on"])
        SOURCES[payable.source_kind].on_set_off([payable], on=today, by=by)


def _undo(row: SetOff, by: User) -> None:
    """Both journals are reversed, the last one first. What was paid as a whole by that is owed again."""
    payable, today = row.payable, timezone.localdate()
    back = uuid.uuid5(row.uid, "back")
    ledger.lock_to_take_back([back, row.uid])
    for name, journal in (("owed again", back), ("held again", row.uid)):
        ledger.take_back(
            journal_id=journal, reason=row.undo_why, by=by, key=uuid.uuid5(row.uid, name), on=today
        )
    if payable.state == PayableState.PAID:
        payable.state, payable.set_off_on = PayableState.OPEN, None
        payable.save(update_fields=["state", "set_off_on"])
        SOURCES[payable.source_kind].on_set_off_undone([payable], on=today, by=by)
    unbook(row.recovery, row.amount, by=by)


def _require_amount(recovery: Recovery, payable: Payable, amount: Decimal) -> None:
    if not recovery.is_open:
        raise RecoveryRefused(_("这笔追回已经办结。"))
    most = min(recovery.left, payable.left)
    if not Decimal(0) < amount <= most:
        words = {"most": f"{most:,.2f}"}
        raise RecoveryRefused(_("从这笔款里最多抵扣 %(most)s 元。") % words, "amount")


def _lock_payable(payable_id: int) -> None:
    list(Payable.objects.select_for_update(of=("self",)).filter(pk=payable_id).values_list("pk"))
