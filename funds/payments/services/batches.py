"""制单、复核、放行: a batch goes from open payables to the bank through three people."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers import services as ledger
from funds.payments.models import BatchCounter, OtherPayee, Payable, Payment, PaymentBatch
from funds.payments.rules import step_key
from funds.payments.selectors import find_findings, last_corrections
from funds.payments.selectors.others import approved_others
from funds.payments.services.payables import lock_payables_to_pay, refresh_payees, refuse, refuse_blocked
from funds.payments.services.refusals import PaymentRefused
from funds.payments.states import (
    LIVE_STATES,
    TRANSITIONS,
    BatchState,
    Method,
    PayableState,
    PaymentState,
)
from hardship.accounts.models import Union, User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.kernel.numbers import next_number


@transaction.atomic
def make_batch(
    *,
    payable_ids: Collection[int],
    title: str,
    by: User,
    is_draft: bool = False,
    method: str = Method.BANK,
) -> PaymentBatch:
    """制单: returns a new batch with a line for each of these open payables, whose money this union holds; as
    a draft its maker takes lines out and in before it is locked (services.drafts).

    Payee and account are those that the source has on record now, or the correction of a failed payment; in
    cash (`method`) it has no accounts, and none is asked for.
    Refuses the whole batch, naming the payees, when one has a blocker, is in another batch, has no card or
    something else that was found in the check before the payment (rules.findings). What is only to be looked
    at is kept with its line, so that whoever checks and releases sees what came since.
    """
    if Role.FINANCE not in by.roles:
        raise PaymentRefused(_("只有财务人员可以制作发放批次。"))
    payments = make_lines(payable_ids, by, in_cash=method == Method.CASH)
    number, seq, year = _next_number(by.union)
    batch = PaymentBatch.objects.create(
        union=by.union,
        number=number,
        method=method,
        year=year,
        seq=seq,
        title=title.strip() or number,
        state=BatchState.DRAFT if is_draft else BatchState.MADE,
        count=len(payments),
        total=sum((payment.amount for payment in payments), Decimal(0)),
        made_by=by,
        made_for=stood_in_for(by),
    )
    write_lines(batch, payments)
    audit.record("batch.make", target=batch, by=by, count=batch.count, total=str(batch.total), method=method)
    return batch


def make_lines(
    payable_ids: Collection[int], by: User, after: int = 0, *, in_cash: bool = False
) -> list[Payment]:
    """The lines of these payables, unsaved, numbered after `after`; the payables stay locked. Raises
    PaymentRefused."""
    payables = _lock_chosen(payable_ids, by)
    corrections, others = last_corrections(payables), approved_others(payables)
    lines = [
        _line(n, row, corrections.get(row.pk), others.get(row.pk), in_cash=in_cash)
        for n, row in enumerate(payables, after + 1)
    ]
    found = find_findings(payables, in_cash=in_cash)
    refuse_blocked(payables, found, _("请先补正，或者不选这一笔。"))
    for line in lines:
        line.codes = [finding.key for finding in found[line.payable_id]]
    return lines


def write_lines(batch: PaymentBatch, lines: Sequence[Payment]) -> None:
    for line in lines:
        line.batch = batch
    try:
        with transaction.atomic():
            Payment.objects.bulk_create(lines)
    except IntegrityError as clash:
        raise PaymentRefused(_("有款项刚被编入另一批次，请刷新后重新选择。")) from clash


@transaction.atomic
def take_step(*, batch_id: int, action: str, by: User, comment: str = "") -> PaymentBatch:
    """复核、放行、取消、办结: takes one row of states.TRANSITIONS and returns the batch.

    Raises Refused with a sentence, PaymentBatch.DoesNotExist outside the person's scope.
    """
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    if batch.union_id != by.union_id:
        raise PaymentRefused(_("只能办理本工会的发放批次。"))
    if action == "send":
        raise PaymentRefused(_("请在“登记送银行”里填写日期和方式。"))
    move(batch, action=action, by=by, comment=comment)
    return batch


def move(batch: PaymentBatch, *, action: str, by: User, comment: str = "") -> None:
    """Takes one row of states.TRANSITIONS with a locked batch of the person's own union. Raises Refused."""
    workflow.take(
        TRANSITIONS, batch, action=action, by=by, comment=comment, blocker=step_blocker,
        stamp=STAMPS.get(action, ""), effect=lambda step: EFFECTS[action](step),
        log=lambda step: audit.record(f"batch.{action}", target=batch, by=by, comment=bool(step.comment)),
    )  # fmt: skip


def step_blocker(batch: PaymentBatch, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    hands = {batch.made_by_id, batch.made_for_id, batch.checked_by_id, batch.checked_for_id}
    if row.is_decision and not hands.isdisjoint(people_of(by)):
        return _("制单、复核、放行必须由三个人分别办理，您已经办过其中一步。")
    if row.action == "unsend" and not {batch.sent_by_id, batch.sent_for_id}.isdisjoint(people_of(by)):
        if batch.is_cash:
            return _("提取现金是您登记的，登记错了请另一位财务或出纳撤回。")
        return _("送银行是您登记的，登记错了请另一位财务或出纳撤回。")
    if row.action == "lock" and not people_of(by) <= {batch.made_by_id, batch.made_for_id}:
        return _("草稿由制单人本人锁定。制单人不在的，请取消这一批，重新制单。")
    return ""


def _check_lines(step: workflow.Step[PaymentBatch]) -> None:
    _lock_batch_payables(step.record)
    _require_totals(step.record)


def _check(step: workflow.Step[PaymentBatch]) -> None:
    step.record.checked_for = stood_in_for(step.by)
    _check_lines(step)


def _release(step: workflow.Step[PaymentBatch]) -> None:
    batch = step.record
    batch.released_for = stood_in_for(step.by)
    _lock_batch_payables(batch)
    _require_totals(batch)
    payments = list(batch.payments.select_for_update(of=("self",)).select_related("payable").order_by("line"))
    ledger.send(
        commitment_ids=[payment.payable.commitment_id for payment in payments],
        source=f"payments.paymentbatch:{batch.pk}",
        by=step.by,
        key=step_key(batch.uid, "send"),
        on=timezone.localdate(),
        memo=batch.number,
    )
    batch.payments.update(state=PaymentState.SENT)


def _require_totals(batch: PaymentBatch) -> None:
    """The lines add up to what the batch says, and each is what is owed. The database keeps it so too."""
    left = F("payable__amount") - F("payable__commitment__set_off")
    rows = list(batch.payments.values_list("amount", left))
    paid, owed = sum((row[0] for row in rows), Decimal(0)), [row[0] == row[1] for row in rows]
    if len(rows) != batch.count or paid != batch.total or not all(owed):
        raise PaymentRefused(_("批次明细与控制总数不符，不能办理。请取消后重新制单。"))


def _cancel(step: workflow.Step[PaymentBatch]) -> None:
    step.record.payments.update(state=PaymentState.CANCELLED)
    step.record.cancel_reason = step.comment


def _settle(step: workflow.Step[PaymentBatch]) -> None:
    waiting = step.record.payments.filter(state=PaymentState.SENT).count()
    if waiting:
        raise PaymentRefused(_("还有 %(n)s 笔没有银行结果，不能办结。") % {"n": waiting})


def _reopen(step: workflow.Step[PaymentBatch]) -> None:
    """A draft again: whoever checked it checks what it becomes."""
    step.clear("checked")
    step.record.checked_for = None


def _nothing(_step: workflow.Step[PaymentBatch]) -> None:
    """What needs no more than the step."""


def _unsend(step: workflow.Step[PaymentBatch]) -> None:
    """The list did not go: nothing is answered yet, and whoever said that it went did not say this."""
    batch = step.record
    if batch.payments.exclude(state=PaymentState.SENT).exists():
        raise PaymentRefused(_("已有银行结果，不能撤回送银行的登记。"))
    batch.unsent_for, batch.unsent_why = stood_in_for(step.by), step.comment[:300]
    step.clear("sent")
    batch.sent_for, batch.sent_on, batch.sent_way = None, None, ""


def _close(step: workflow.Step[PaymentBatch]) -> None:
    """The books say of every line what the bank said."""
    paid = step.record.payments.filter(state=PaymentState.PAID).annotate(
        held=F("payable__commitment__paid") + F("payable__commitment__recovered")
    )
    wrong = paid.exclude(held=F("payable__commitment__amount"), payable__state=PayableState.PAID).count()
    if wrong:
        raise PaymentRefused(_("有 %(n)s 笔与台账不符，不能关账。请先在“账实核对”里查清。") % {"n": wrong})


EFFECTS = {
    "lock": _check_lines, "check": _check, "release": _release, "reopen": _reopen,
    "send": _nothing, "unsend": _unsend, "cancel": _cancel,
    "settle": _settle, "close": _close,
}  # fmt: skip
STAMPS = {
    "check": "checked", "release": "released", "send": "sent", "unsend": "unsent",
    "cancel": "cancelled", "settle": "settled", "close": "closed",
}  # fmt: skip


def _lock_chosen(ids: Collection[int], by: User) -> list[Payable]:
    """The chosen payables, locked, with their payees as of now, in the order of the lines: union, id."""
    chosen = Payable.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True)
    rows = lock_payables_to_pay(list(chosen))
    if not rows or len(rows) != len(set(ids)):
        raise PaymentRefused(_("请选择要发放的款项。有的款项可能已不在您的范围内，请刷新后重试。"))
    live = Payment.objects.filter(payable__in=rows, state__in=LIVE_STATES)
    in_batches = set(live.values_list("payable_id", flat=True))
    refuse(_("以下款项已编入其他批次：%(names)s。"), [row for row in rows if row.pk in in_batches])
    refuse(
        _("以下款项的资金不由本工会占用，不能由本工会发放：%(names)s。"),
        [row for row in rows if not _is_held_by(row, by.union)],
    )
    refresh_payees(rows)
    return sorted(rows, key=lambda row: (row.union.path, row.pk))


def _is_held_by(payable: Payable, union: Union) -> bool:
    commitment = payable.commitment
    return commitment.line.union_id == union.pk and commitment.committed == commitment.rest


def _lock_batch_payables(batch: PaymentBatch) -> None:
    """Asks the sources again: what could be paid when the batch was made need not be any more."""
    rows = lock_payables_to_pay(list(batch.payments.values_list("payable_id", flat=True)))
    refuse_blocked(rows, find_findings(rows), _("请取回批次，移出这一笔以后再办。"))


def _line(
    number: int, payable: Payable, correction: Payment | None, other: OtherPayee | None, *, in_cash: bool
) -> Payment:
    """The line of a payable: to who is paid instead, to the corrected account of a failed payment, else to
    its own; in cash to no account."""
    if in_cash:
        bank_name, bank_branch, card = "", "", ""
    elif other is not None:
        bank_name, bank_branch, card = other.bank_name, "", other.bank_card.reveal()
    elif correction is None:
        bank_name, bank_branch, card = payable.bank_name, payable.bank_branch, payable.bank_card.reveal()
    else:
        bank_name, bank_branch, card = (
            correction.corrected_bank_name,
            "",
            correction.corrected_bank_card.reveal(),
        )
    if not card and not in_cash:
        refuse(_("%(names)s没有登记银行卡号，请先补录后再制单。"), [payable])
    return Payment(
        union=payable.union,
        line=number,
        payable=payable,
        payee=payable.payee if other is None else other.name,
        other=other,
        amount=payable.left,
        bank_name=bank_name,
        bank_branch=bank_branch,
        bank_card=card,
        bank_card_index=blind_index(card, "bank_card") if card else None,
    )


def _next_number(union: Union) -> tuple[str, int, int]:
    year = timezone.localdate().year
    number = next_number(BatchCounter, union_id=union.pk, year=year)
    return f"{union.code}-FF{year}-{number:03d}", number, year
