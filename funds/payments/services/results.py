"""What the bank answered: settle, fail, correct the account so that the next batch pays there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.payments.models import BOUNCES, SOURCES, Payable, Payment, PaymentBatch
from funds.payments.rules import BankRow, step_key
from funds.payments.selectors.answers import match_batch
from funds.payments.selectors.others import approved_others
from funds.payments.services.batches import move
from funds.payments.services.payables import lock_payables
from funds.payments.services.refusals import PaymentRefused, ResultsRefused
from funds.payments.states import LIVE_STATES, RECORDERS, RETURNED_STATES, BatchState, PaymentState, Result
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.documents import check_card

CORRECTED = ("corrected_bank_name", "corrected_bank_card", "corrected_at", "corrected_by", "corrected_for")


@transaction.atomic
def record_results(*, batch_id: int, rows: Sequence[BankRow], by: User) -> PaymentBatch:
    """Records the bank's results, all rows or none, and returns the batch: paid lines are settled in the
    ledger, failed ones are committed again. When no line waits any more the batch is settled.

    Raises ResultsRefused naming every row that does not fit, or PaymentRefused.
    """
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    require_open(batch, by)
    lock_payables(list(batch.payments.values_list("payable_id", flat=True)))
    lines = batch.payments.select_for_update(of=("self",)).select_related("payable").order_by("line")
    payments = {payment.line: payment for payment in lines}
    matched = _match(batch, payments, rows)
    _post(batch, payments, matched, by)
    if not batch.payments.filter(state=PaymentState.SENT).exists():
        move(batch, action="settle", by=by)
    return batch


def check_results(*, batch_id: int, rows: Sequence[BankRow], by: User) -> None:
    """Raises what `record_results` would raise for these rows; locks and records nothing."""
    batch: PaymentBatch = PaymentBatch.objects.visible_to(by).get(pk=batch_id)
    require_open(batch, by)
    _match(batch, {payment.line: payment for payment in batch.payments.order_by("line")}, rows)


@transaction.atomic
def correct_account(*, payment_id: int, bank_name: str, bank_card: str, by: User) -> Payment:
    """Writes the corrected account beside a failed payment and returns it; the next batch pays there.

    The failed line stays as it was sent; whoever checks the next batch sees the new account. The payable is
    locked first: a batch of it that is made meanwhile is seen, or sees the correction.
    """
    payment: Payment = Payment.objects.visible_to(by).get(pk=payment_id)
    Payable.objects.select_for_update(of=("self",)).get(pk=payment.payable_id)
    payment = (
        Payment.objects.select_for_update(of=("self",)).select_related("batch", "payable").get(pk=payment_id)
    )
    if Role.FINANCE not in by.roles or payment.batch.union_id != by.union_id:
        raise PaymentRefused(_("只有本批次所在工会的财务人员可以更正账号。"))
    if payment.is_in_cash:
        raise PaymentRefused(_("这一笔用现金发放，没有账号可以更正。"))
    if payment.state not in RETURNED_STATES:
        raise PaymentRefused(_("只有发放失败、退汇的可以更正账号。"))
    if Payment.objects.filter(payable=payment.payable_id, state__in=LIVE_STATES).exists():
        raise PaymentRefused(_("该款项已重新编入批次，不能再更正这一笔。"))
    if payment.other_id is not None or approved_others([payment.payable]):
        raise PaymentRefused(_("这笔款由他人代收，账户不在这里更正：请撤销原来的代收，重新申请、审批。"))
    card = check_card(bank_card)
    payment.corrected_bank_name = bank_name
    payment.corrected_bank_card = card.number
    payment.corrected_at, payment.corrected_by = timezone.now(), by
    payment.corrected_for = stood_in_for(by)
    payment.save(update_fields=CORRECTED)
    audit.record("payment.correct_account", target=payment, by=by, field="bank_card")
    return payment


@transaction.atomic
def bounce(*, payment_id: int, on: date, reason: str, by: User) -> Payment:
    """退汇: money that the bank had confirmed came back on that day, be the batch settled or closed. The
    ledger holds it again, the payable waits for another batch; returns the payment.

    Raises Refused, among them that of a closed month or year of the ledger.
    """
    seen: Payment = Payment.objects.visible_to(by).select_related("batch").get(pk=payment_id)
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), seen.batch_id)
    require_recorder(batch, by)
    lock_payables([seen.payable_id])
    payment = Payment.objects.select_for_update(of=("self",)).select_related("payable").get(pk=payment_id)
    _require_bounceable(payment, on, reason)
    payment.failure = reason.strip()[:200]
    for end in BOUNCES:
        end(payment, by=by)
    payment.state = PaymentState.BOUNCED
    payment.bounced_on, payment.bounced_at, payment.bounced_by = on, timezone.now(), by
    payment.save(update_fields=["state", "failure", "bounced_on", "bounced_at", "bounced_by"])
    _notify_sources([payment], Result.FAILED, by)
    ledger.bounce(
        commitment_ids=[payment.payable.commitment_id],
        source=f"payments.paymentbatch:{batch.pk}",
        by=by,
        key=step_key(batch.uid, f"bounce:{payment.line}"),
        on=on,
        memo=batch.number,
    )
    audit.record("batch.bounce", target=batch, by=by, lines=[payment.line])
    return payment


def _require_bounceable(payment: Payment, on: date, reason: str) -> None:
    if payment.is_in_cash:
        raise PaymentRefused(_("现金发放的没有退汇。领了又退回来的，请办追回。"))
    if payment.state != PaymentState.PAID or payment.paid_on is None:
        raise PaymentRefused(_("只有已到账的可以登记退汇，这一笔现在是“%(state)s”。") % {
            "state": payment.get_state_display()
        })  # fmt: skip
    if not (payment.settled_on or on) <= on <= timezone.localdate():
        raise PaymentRefused(_("退汇日期应在登记到账的那天和今天之间。"), "on")
    if not reason.strip():
        raise PaymentRefused(_("请写明银行给的退汇原因。"), "reason")


def require_open(batch: PaymentBatch, by: User) -> None:
    """Refuses whoever may not record results of this batch now."""
    require_recorder(batch, by)
    if batch.state == BatchState.RELEASED and batch.is_cash:
        raise PaymentRefused(_("还没有登记提取现金。先登记哪天提取的，再登记谁签领了。"))
    if batch.state == BatchState.RELEASED:
        raise PaymentRefused(_("还没有登记送银行。先登记什么时候、怎么送的，再登记银行结果。"))
    if batch.state != BatchState.SENT:
        raise PaymentRefused(_("批次“%(state)s”，不能登记银行结果。") % {"state": batch.get_state_display()})


def require_recorder(batch: PaymentBatch, by: User) -> None:
    """Refuses whoever does not record the results of this union's batches. Who holds the cash does not say
    who got it: the cashier enters the payout in the cash journal, of a voucher that somebody else made."""
    if batch.is_cash and not by.has_role(Role.FINANCE):
        raise PaymentRefused(_("现金发放由财务对照签名登记谁领了，出纳登记现金日记账。"))
    if not by.has_role(*RECORDERS) or batch.union_id != by.union_id:
        raise PaymentRefused(_("只有本工会的财务人员、出纳可以登记银行结果。"))
    if why := why_fetched(batch, by):
        raise PaymentRefused(why)


def why_fetched(batch: PaymentBatch, by: User) -> str:
    """Why whoever fetched the cash of a batch does not say who got it; '' for everybody else."""
    if not batch.is_cash or {batch.sent_by_id, batch.sent_for_id}.isdisjoint(people_of(by)):
        return ""
    return _("提取现金是您登记的，谁签领了请另一位财务对照签名登记；没有另一位的，撤回后由出纳登记提取。")


def _match(
    batch: PaymentBatch, payments: Mapping[int, Payment], rows: Sequence[BankRow]
) -> dict[int, BankRow]:
    """The rows by line, all of which fit. Raises ResultsRefused, or PaymentRefused where there are none."""
    matched = match_batch(batch, payments, rows)
    if matched.problems:
        raise ResultsRefused(matched.problems)
    if not matched.rows:
        raise PaymentRefused(_("没有可登记的结果，请至少填写一笔。"))
    return matched.rows


def _post(batch: PaymentBatch, payments: dict[int, Payment], rows: dict[int, BankRow], by: User) -> None:
    """Writes the lines, notifies their sources and moves the ledger last: all wait for its locks."""
    for result, movement in ((Result.PAID, ledger.settle), (Result.FAILED, ledger.fail)):
        lines = sorted(line for line, row in rows.items() if row.result == result)
        if not lines:
            continue
        for line in lines:
            _resolve(payments[line], rows[line], by)
        _notify_sources([payments[line] for line in lines], result, by)
        movement(
            commitment_ids=[payments[line].payable.commitment_id for line in lines],
            source=f"payments.paymentbatch:{batch.pk}",
            by=by,
            key=step_key(batch.uid, f"{result}:{','.join(map(str, lines))}"),
            on=timezone.localdate(),
            memo=batch.number,
        )
        audit.record(f"batch.{result}", target=batch, by=by, lines=lines)


def _notify_sources(payments: Sequence[Payment], result: Result, by: User) -> None:
    by_kind: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        by_kind[payment.payable.source_kind].append(payment)
    for kind, of_kind in sorted(by_kind.items()):
        source = SOURCES[kind]
        notify = source.on_paid if result == Result.PAID else source.on_failed
        notify(of_kind, by=by)


def _resolve(payment: Payment, row: BankRow, by: User) -> None:
    payment.state = PaymentState.PAID if row.result == Result.PAID else PaymentState.FAILED
    payment.paid_on = (row.paid_on or timezone.localdate()) if row.result == Result.PAID else None
    payment.bank_serial = row.serial[:60]
    payment.failure = row.failure[:200] if row.result == Result.FAILED else ""
    payment.resolved_at, payment.resolved_by = timezone.now(), by
    payment.save(update_fields=["state", "paid_on", "bank_serial", "failure", "resolved_at", "resolved_by"])
