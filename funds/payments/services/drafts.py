"""A batch while it is a draft: its maker takes lines out, with the reason, and puts others in."""

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from funds.payments.models import DroppedLine, Payment, PaymentBatch
from funds.payments.services.batches import make_lines, write_lines
from funds.payments.services.refusals import PaymentRefused
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def drop_line(*, payment_id: int, reason: str, by: User) -> DroppedLine:
    """移出: the line leaves the draft and its payable waits for another batch; returns what is kept of it.
    Raises PaymentRefused, Payment.DoesNotExist outside the person's scope."""
    seen: Payment = Payment.objects.visible_to(by).get(pk=payment_id)
    batch = _lock_draft(seen.batch_id, by)
    if not reason.strip():
        raise PaymentRefused(_("请写明为什么移出。"), "reason")
    line = batch.payments.select_for_update(of=("self",)).filter(pk=payment_id).first()
    if line is None:
        raise PaymentRefused(_("这一笔已经移出。"))
    if batch.count == 1:
        raise PaymentRefused(_("批次里只剩这一笔，不用移出，请取消整个批次。"))
    dropped: DroppedLine = DroppedLine.objects.create(
        batch=batch, line=line.line, payable_id=line.payable_id, payee=line.payee, amount=line.amount,
        reason=reason.strip(), by=by,
    )  # fmt: skip
    line.delete()
    _set_totals(batch, -1, -line.amount)
    audit.record("batch.drop_line", target=batch, by=by, line=dropped.line, total=str(batch.total))
    return dropped


@transaction.atomic
def add_lines(*, batch_id: int, payable_ids: Collection[int], by: User) -> PaymentBatch:
    """编入: lines for more payables, after those that are there. Raises what `make_batch` raises."""
    batch = _lock_draft(batch_id, by)
    lines = make_lines(payable_ids, by, after=_last_line(batch), in_cash=batch.is_cash)
    _set_totals(batch, len(lines), sum((line.amount for line in lines), Decimal(0)))
    write_lines(batch, lines)
    audit.record("batch.add_lines", target=batch, by=by, count=len(lines), total=str(batch.total))
    return batch


def draft_blocker(batch: PaymentBatch, by: User) -> str:
    """Why this person may not take lines out or in, or ''. Whoever stands in for its maker may not: the batch
    keeps no name but those of its making, and its other hands are counted by them."""
    if not batch.is_draft:
        return _("批次已锁定。先取回改单，再移出或编入。")
    if batch.union_id != by.union_id or not by.has_role(Role.FINANCE):
        return _("草稿由制单的财务人员修改。")
    if not people_of(by) <= {batch.made_by_id, batch.made_for_id}:
        return _("草稿由制单人本人修改。制单人不在的，请取消这一批，重新制单。")
    return ""


def _lock_draft(batch_id: int, by: User) -> PaymentBatch:
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    if why := draft_blocker(batch, by):
        raise PaymentRefused(why)
    return batch


def _last_line(batch: PaymentBatch) -> int:
    """The highest number that a line has or had: a number is given once."""
    numbers = [rows.aggregate(last=Max("line"))["last"] or 0 for rows in (batch.payments, batch.dropped)]
    return max(numbers)


def _set_totals(batch: PaymentBatch, count: int, amount: Decimal) -> None:
    batch.count += count
    batch.total += amount
    batch.save(update_fields=["count", "total"])
