"""制单、复核、放行: a batch goes from approved applications to the bank through three people."""

import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from funds.ledgers import services as ledger
from funds.ledgers.models import Commitment
from funds.payments.models import BatchCounter, Payment, PaymentBatch
from funds.payments.rules import commitment_source, step_key
from funds.payments.states import LIVE_STATES, TRANSITIONS, BatchState, PaymentState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.kernel.numbers import next_number
from hardship.kernel.workflow import Refused, Transition


class PaymentRefused(Refused):
    """A step of a payment that may not be taken."""


@transaction.atomic
def make_batch(*, application_ids: Collection[int], title: str, by: User) -> PaymentBatch:
    """制单: one line for each of these approved applications whose money this union holds.

    Payee and account are taken from the head of the household as they stand now, or from the correction of a
    failed payment. Refuses the whole batch, naming the applications, when one is not approved, is being paid
    already, has no bank card, or when its file was closed since.
    """
    if Role.FINANCE not in by.roles:
        raise PaymentRefused(_("只有财务人员可以制作发放批次。"))
    applications = _lock_applications(application_ids, by)
    commitments = _held(applications, by)
    number, seq, year = _next_number(by.union)
    payments = [
        _line(place, application, commitments[application.pk])
        for place, application in enumerate(applications, 1)
    ]
    batch = PaymentBatch.objects.create(
        union=by.union,
        number=number,
        year=year,
        seq=seq,
        title=title.strip() or number,
        count=len(payments),
        total=sum((payment.amount for payment in payments), Decimal(0)),
        made_by=by,
    )
    for payment in payments:
        payment.batch = batch
    try:
        with transaction.atomic():
            Payment.objects.bulk_create(payments)
    except IntegrityError as clash:
        raise PaymentRefused(_("有申请刚被编入另一批次，请刷新后重新选择。")) from clash
    audit.record("batch.make", target=batch, by=by, count=batch.count, total=str(batch.total))
    return batch


@transaction.atomic
def take_step(*, batch_id: int, action: str, by: User, comment: str = "") -> PaymentBatch:
    """复核、放行、取消、办结: lock, ask the table, move, log. Raises PaymentRefused or LedgerRefused."""
    batch: PaymentBatch = PaymentBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    if batch.union_id != by.union_id:
        raise PaymentRefused(_("只能办理本工会的发放批次。"))
    row = workflow.step(TRANSITIONS, action=action, state=batch.state, roles=by.roles)
    if row.needs_comment and not comment.strip():
        raise PaymentRefused(_("“%(label)s”必须填写原因。") % {"label": row.label})
    _require_third_person(batch, row, by)
    EFFECTS[action](batch, by, comment.strip())
    batch.state = row.target
    _stamp(batch, row.target, by)
    batch.save()
    audit.record(f"batch.{action}", target=batch, by=by, comment=bool(comment.strip()))
    return batch


def _require_third_person(batch: PaymentBatch, row: Transition, by: User) -> None:
    if row.is_decision and by.pk in (batch.made_by_id, batch.checked_by_id):
        raise PaymentRefused(_("制单、复核、放行必须由三个人分别办理，您已经办过其中一步。"))


def _check(batch: PaymentBatch, by: User, comment: str) -> None:
    _lock_payees(batch)
    rows = batch.payments.values_list("amount", flat=True)
    if len(rows) != batch.count or sum(rows, Decimal(0)) != batch.total:
        raise PaymentRefused(_("批次明细与控制总数不符，不能复核。请取消后重新制单。"))


def _release(batch: PaymentBatch, by: User, comment: str) -> None:
    _lock_payees(batch)
    payments = list(batch.payments.select_for_update().order_by("line"))
    ledger.send(
        commitment_ids=[payment.commitment_id for payment in payments],
        source=f"payments.paymentbatch:{batch.pk}",
        by=by,
        key=step_key(batch.uid, "send"),
        on=timezone.localdate(),
        memo=batch.number,
    )
    batch.payments.update(state=PaymentState.SENT)


def _cancel(batch: PaymentBatch, by: User, comment: str) -> None:
    batch.payments.update(state=PaymentState.CANCELLED)
    batch.cancel_reason = comment


def _settle(batch: PaymentBatch, by: User, comment: str) -> None:
    waiting = batch.payments.filter(state=PaymentState.SENT).count()
    if waiting:
        raise PaymentRefused(_("还有 %(n)s 笔没有银行结果，不能办结。") % {"n": waiting})


EFFECTS = {"check": _check, "release": _release, "cancel": _cancel, "settle": _settle}
STAMPS = {
    BatchState.CHECKED: "checked",
    BatchState.RELEASED: "released",
    BatchState.CANCELLED: "cancelled",
    BatchState.SETTLED: "settled",
}


def _stamp(batch: PaymentBatch, target: str, by: User) -> None:
    word = STAMPS[BatchState(target)]
    setattr(batch, f"{word}_at", timezone.now())
    setattr(batch, f"{word}_by", by)


def _lock_applications(ids: Collection[int], by: User) -> list[Application]:
    rows = list(
        Application.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("household__head", "union")
        .filter(pk__in=ids)
        .order_by("union__path", "pk")
    )
    if not rows or len(rows) != len(set(ids)):
        raise PaymentRefused(_("请选择要发放的申请。有的申请可能已不在您的范围内，请刷新后重试。"))
    _require_payable(rows)
    live = set(
        Payment.objects.filter(application__in=rows, state__in=LIVE_STATES).values_list(
            "application_id", flat=True
        )
    )
    _refuse(_("以下申请已编入其他批次：%(names)s。"), [row for row in rows if row.pk in live])
    return rows


def _lock_payees(batch: PaymentBatch) -> None:
    """The applications of a batch as they are now; what was payable when it was made need not be any more."""
    rows = Application.objects.filter(payments__batch=batch).select_related("household__head", "union")
    _require_payable(list(rows.select_for_update(of=("self",)).order_by("union__path", "pk")))


def _require_payable(applications: Sequence[Application]) -> None:
    """Approved, and the household on file: on the day of the approval and again on the day of the payment
    (domain rule 2.6). The files stay locked, so that none is closed while its money leaves."""
    _refuse(
        _("以下申请不是“已批准”状态：%(names)s。"),
        [row for row in applications if row.state != ApplicationState.APPROVED],
    )
    files = Household.objects.filter(pk__in=[row.household_id for row in applications]).order_by("pk")
    on_file = {row.pk for row in files.select_for_update(of=("self",)) if row.state in IN_FORCE_STATES}
    _refuse(
        _("以下申请的档案已不在档，不能发放：%(names)s。请由市级审批人撤销批准，或移出后重新制单。"),
        [row for row in applications if row.household_id not in on_file],
    )


def _held(applications: Sequence[Application], by: User) -> dict[int, Commitment]:
    """The live commitment of each application; every one must be held by the maker's own union."""
    sources = {commitment_source(row.pk): row for row in applications}
    found = Commitment.objects.filter(source__in=sources, committed__gt=0, line__union=by.union)
    held = {sources[commitment.source].pk: commitment for commitment in found}
    _refuse(
        _("以下申请的资金不由本工会占用，不能由本工会发放：%(names)s。"),
        [row for row in applications if row.pk not in held],
    )
    return held


def _line(place: int, application: Application, commitment: Commitment) -> Payment:
    account = _account(application)
    if not account["bank_card"]:
        raise PaymentRefused(
            _("%(name)s没有登记银行卡号，请先补录后再制单。") % {"name": application.household}
        )
    return Payment(
        uid=uuid.uuid4(),
        union=application.union,
        line=place,
        application=application,
        commitment=commitment,
        payee=str(application.household),
        amount=commitment.amount,
        bank_card_index=blind_index(account["bank_card"], "bank_card"),
        **account,
    )


def _account(application: Application) -> dict[str, Any]:
    """Where to pay: the correction of the last failed payment, else what the file says."""
    failed = application.payments.filter(corrected_at__isnull=False).order_by("-pk").first()
    source = failed or application.household.head
    prefix = "corrected_" if failed else ""
    secret = getattr(source, f"{prefix}bank_card")
    return {
        "bank_name": getattr(source, f"{prefix}bank_name"),
        "bank_branch": "" if failed else source.bank_branch,  # type: ignore[union-attr]
        "bank_card": secret.reveal() if secret else "",
    }


def _refuse(sentence: str, rows: Sequence[Application]) -> None:
    if rows:
        raise PaymentRefused(sentence % {"names": "、".join(str(row.household) for row in rows[:5])})


def _next_number(union: Union) -> tuple[str, int, int]:
    year = timezone.localdate().year
    number = next_number(BatchCounter, union_id=union.pk, year=year)
    return f"{union.code}-FF{year}-{number:03d}", number, year
