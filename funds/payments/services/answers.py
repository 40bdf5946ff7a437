"""A file of results: taken in and looked through, then recorded as a whole, or dropped."""

import hashlib

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments.models import BankResultFile, PaymentBatch
from funds.payments.rules import Answer, read_answer
from funds.payments.services.refusals import PaymentRefused, ResultsRefused
from funds.payments.services.results import record_results, require_open, require_recorder
from funds.payments.states import AnswerState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import contents_of, needing_room


@transaction.atomic
def receive_answer(*, batch_id: int, name: str, content: bytes, by: User) -> BankResultFile:
    """Takes a file in and returns it, to be looked through; nothing is recorded yet. The file that waits is
    returned when it comes again.

    Raises SheetError for what cannot be read, PaymentRefused for a file that was recorded.
    """
    batch: PaymentBatch = workflow.lock(PaymentBatch.objects.visible_to(by), batch_id)
    require_open(batch, by)
    if batch.is_cash:
        raise PaymentRefused(_("现金发放的没有银行结果文件，请逐笔登记签领。"))
    sha256 = hashlib.sha256(content).hexdigest()
    before = _taken_before(sha256)
    if before is not None:
        return _same_again(before, batch)
    answer = BankResultFile(
        batch=batch,
        original_name=name[:120],
        sha256=sha256,
        rows=len(_read(content).rows),
        taken_by=by,
    )
    answer.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as clash:
        raise PaymentRefused(_("这个结果文件刚由别人上传，请刷新后再看。")) from clash
    audit.record("batch.answer", target=batch, by=by, sha256=sha256, rows=answer.rows)
    return answer


@transaction.atomic
def record_answer(*, answer_id: int, by: User) -> BankResultFile:
    """Records every row of a file that was looked through. Raises ResultsRefused naming what does not fit,
    or PaymentRefused."""
    answer = _lock_waiting(answer_id, by)
    require_open(answer.batch, by)
    told = _read(contents_of(answer.file))
    if told.total_problems():
        raise ResultsRefused(told.total_problems())
    record_results(batch_id=answer.batch_id, rows=told.rows, by=by)
    return _end(answer, AnswerState.RECORDED, by)


@transaction.atomic
def drop_answer(*, answer_id: int, by: User) -> BankResultFile:
    """The file is not what was meant, or the results were typed meanwhile; it stays on record, and may come
    again."""
    answer = _lock_waiting(answer_id, by)
    audit.record("batch.drop_answer", target=answer.batch, by=by, sha256=answer.sha256)
    return _end(answer, AnswerState.DROPPED, by)


def _read(content: bytes) -> Answer:
    """What the file says; a list of text becomes a workbook on the way. Raises SheetError, StorageFull."""
    with needing_room():
        return read_answer(content)


def _lock_waiting(answer_id: int, by: User) -> BankResultFile:
    """The batch first, as everybody who writes results does."""
    batches = PaymentBatch.objects.visible_to(by)
    batch_id = BankResultFile.objects.values_list("batch_id", flat=True).get(pk=answer_id, batch__in=batches)
    require_recorder(workflow.lock(batches, batch_id), by)
    answer = BankResultFile.objects.select_for_update(of=("self",)).select_related("batch").get(pk=answer_id)
    if not answer.is_waiting:
        raise PaymentRefused(_("这个结果文件%(state)s，不能再办。") % {"state": answer.get_state_display()})
    return answer


def _end(answer: BankResultFile, state: AnswerState, by: User) -> BankResultFile:
    answer.state, answer.ended_at, answer.ended_by = state, timezone.now(), by
    answer.save(update_fields=["state", "ended_at", "ended_by"])
    return answer


def _taken_before(sha256: str) -> BankResultFile | None:
    rows = BankResultFile.objects.exclude(state=AnswerState.DROPPED).filter(sha256=sha256)
    return rows.select_related("batch", "ended_by").first()


def _same_again(before: BankResultFile, batch: PaymentBatch) -> BankResultFile:
    if before.is_waiting and before.batch_id == batch.pk:
        return before
    if before.is_waiting:
        raise PaymentRefused(_("这个结果文件已作为另一批次的结果上传，在那里等着确认。"))
    if before.batch_id != batch.pk:
        raise PaymentRefused(_("这个结果文件已经登记到另一批次，不能重复导入。"))
    said = {"day": f"{timezone.localdate(before.ended_at):%Y-%m-%d}", "name": before.ended_by}
    raise PaymentRefused(_("这个结果文件 %(day)s 已由%(name)s登记，不能重复导入。") % said)
