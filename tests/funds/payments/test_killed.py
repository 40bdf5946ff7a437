"""kill -9 before every statement of every step of a batch, and a full disk: one file, one effect."""

import os
import resource
import signal
import traceback
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from funds.ledgers.models import Journal
from funds.payments import services
from funds.payments.models import BankFile, BankResultFile, PaymentBatch
from funds.payments.rules import SHIPPED
from funds.payments.states import BatchState
from hardship.audit.models import AuditRecord
from hardship.kernel.files import StorageFull
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.funds.payments.conftest import carry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("E4")]
ANSWER = "序号,结果,失败原因\r\n1,成功,\r\n2,失败,户名不符\r\n".encode()
MOST = 400  # statements of one step


def in_a_child(work):
    """What became of a process of its own that did this: None for one that was killed, else how it ended."""
    connection.close()
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            work()
            ended = 0
        except BaseException:  # noqa: BLE001 - whatever it is, the parent hears of it by the status
            traceback.print_exc()
        finally:
            os._exit(ended)  # never on into the tests of the parent
    _child, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def killed_before(number, work):
    """The process kills itself before its `number`th statement."""
    told = count(1)

    def watch(execute, sql, params, many, context):
        if next(told) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def run():
        with connection.execute_wrapper(watch):
            work()

    return in_a_child(run)


def everything(batch):
    """What there is of a batch, its files and its journals."""
    batch = PaymentBatch.objects.get(pk=batch.pk)
    lines = list(batch.payments.order_by("line").values_list("state", flat=True))
    files = BankFile.objects.count(), BankResultFile.objects.values_list("state", flat=True).first()
    return batch.state, lines, files, Journal.objects.count(), AuditRecord.objects.count()


def test_each_step_happens_once_or_not_at_all(gift, cast):
    batch = carry([gift(), gift()], cast)
    today, key = timezone.localdate(), {"batch_id": batch.pk}
    steps = [
        lambda: services.take_step(action="check", by=cast.city_reviewer, **key),
        lambda: services.take_step(action="release", by=cast.approver, **key),
        lambda: services.send_batch(way="online", on=today, by=cast.finance, **key),
        lambda: services.make_file(layout=SHIPPED["bars"], by=cast.finance, **key),
        lambda: services.receive_answer(name="结果.csv", content=ANSWER, by=cast.finance, **key),
        lambda: services.record_answer(answer_id=BankResultFile.objects.get().pk, by=cast.finance),
        lambda: services.take_step(action="close", by=cast.finance, **key),
    ]
    for step in steps:
        before = everything(batch)
        for number in range(1, MOST):
            ended = killed_before(number, step)
            if ended is not None:
                break
            assert everything(batch) == before, f"killed before statement {number}"
        assert (ended, number > 3) == (0, True)
        after = everything(batch)
        assert after != before
        again(step)
        assert everything(batch) == after, "the same once more"
    assert after[:3] == (BatchState.CLOSED, ["paid", "failed"], (1, "recorded"))
    assert_books_balance()


def again(step):
    """What somebody does who does not know that it happened."""
    with suppress(Refused):
        step()


@contextmanager
def full_disk():
    """No file gets longer than 16 bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing_half_and_says_so(gift, cast, as_user):
    batch = carry([gift(), gift()], cast, "sent")
    before = everything(batch)

    def fill():
        with full_disk(), pytest.raises(StorageFull, match="磁盘满了，文件没有保存"):
            services.receive_answer(batch_id=batch.pk, name="结果.csv", content=ANSWER, by=cast.finance)

    assert in_a_child(fill) == 0
    assert everything(batch) == before
    assert [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()] == []

    def upload():
        client, url = as_user(cast.finance), reverse("payments:results_file", args=[batch.pk])
        with full_disk():
            answer = client.post(url, {"file": SimpleUploadedFile("结果.csv", ANSWER, "text/csv")})
        assert answer.status_code == StorageFull.status
        assert "磁盘满了，文件没有保存" in answer.content.decode()

    assert in_a_child(upload) == 0
    services.receive_answer(batch_id=batch.pk, name="结果.csv", content=ANSWER, by=cast.finance)
    services.record_answer(answer_id=BankResultFile.objects.get().pk, by=cast.finance)
    assert_books_balance()
