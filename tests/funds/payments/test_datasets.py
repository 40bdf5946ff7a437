"""PaymentResource, used as somebody would who knows django-import-export."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from import_export.exceptions import ImportError as ImportRefused
from tablib import Dataset

from funds.payments.datasets import PaymentResource
from funds.payments.models import Payment
from funds.payments.states import BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.books import assert_books_balance
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HEADERS = ["序号", "结果", "失败原因", "入账日期"]


def answers(*rows):
    return Dataset(*(row + (None,) * (len(HEADERS) - len(row)) for row in rows), headers=HEADERS)


def filled(exported, result="成功"):
    """The exported dataset, with what the bank said in its column."""
    place = exported.headers.index("结果")
    rows = ([*row[:place], result, *row[place + 1 :]] for row in exported)
    return Dataset(*rows, headers=exported.headers)


def of_page(as_user, cast, batch, dataset):
    """What the page of results says of the same rows: the sentences by row, counted as Excel does."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    file = SimpleUploadedFile("结果.xlsx", dataset.export("xlsx"))
    finance = as_user(cast.finance)
    page = finance.post(reverse("payments:results_file", args=[batch.pk]), {"file": file}, follow=True)
    return [(misfit.row, misfit.sentence) for misfit in page.context["judged"].misfits]


@pytest.mark.requirement("E4")
def test_a_dry_run_says_what_the_page_of_results_says_and_records_nothing(cast, gift_batch, as_user):
    batch, tomorrow = gift_batch(4, "sent"), timezone.localdate() + timedelta(days=1)
    rows = answers(
        (1, "成功"), (2, "失败"), (2, "不详"), (9, "成功"), (3, "成功", None, tomorrow), ("三", "成功")
    )
    before = AuditRecord.objects.count()
    result = PaymentResource(by=cast.finance, batch=batch).import_data(rows, dry_run=True)
    told = [(row.number + 1, *row.non_field_specific_errors) for row in result.invalid_rows]
    assert [row for row, _why in told] == [3, 4, 5, 6, 7]
    assert "有 5 处问题" in str(result.base_errors[0].error)
    assert (result.totals["skip"], result.totals["invalid"], result.total_rows) == (1, 5, 6)
    assert AuditRecord.objects.count() == before
    assert told == of_page(as_user, cast, batch, rows)
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}


@pytest.mark.requirement("E4")
def test_results_come_in_once_and_only_without_dry_run(cast, gift_batch):
    batch = gift_batch(2, "sent")
    rows, resource = (
        answers((1, "成功"), (2, "失败", "户名不符")),
        PaymentResource(by=cast.finance, batch=batch),
    )
    result = resource.import_data(rows, dry_run=True)
    assert (result.has_errors(), result.totals["update"]) == (False, 2)
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}
    assert resource.import_data(rows).totals["update"] == 2
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED
    one, two = batch.payments.order_by("line")
    assert (one.state, two.state, two.failure) == (PaymentState.PAID, PaymentState.FAILED, "户名不符")
    assert AuditRecord.objects.about(batch).filter(action="batch.paid", by=cast.finance).count() == 1
    assert_books_balance()
    for dry_run in (True, False):
        again = resource.import_data(rows, dry_run=dry_run)
        assert "不能登记银行结果" in str(again.base_errors[0].error)


def test_what_is_exported_comes_in_again_with_the_banks_word_masked_or_not(cast, gift_batch):
    for full in (False, True):
        batch = gift_batch(2, "sent")
        resource = PaymentResource(by=cast.finance, batch=batch)
        exported = resource.export(full=full)
        assert [set(exported[name]) for name in ("批次号", "结果", "状态")] == [
            {batch.number}, {""}, {"银行处理中"}
        ]  # fmt: skip
        assert not resource.import_data(filled(exported)).has_errors()
        assert set(resource.export()["结果"]) == {"成功"}


def test_results_of_another_batch_are_not_taken(cast, gift_batch):
    one, two = gift_batch(1, "sent"), gift_batch(1, "sent")
    exported = PaymentResource(by=cast.finance).export(Payment.objects.filter(batch=one))
    result = PaymentResource(by=cast.finance, batch=two).import_data(filled(exported))
    [row] = result.invalid_rows
    assert one.number in row.non_field_specific_errors[0]
    assert two.payments.get().state == PaymentState.SENT
    nowhere = PaymentResource(by=cast.finance).import_data(filled(exported), dry_run=True)
    assert "请先选定" in str(nowhere.base_errors[0].error)


def test_only_the_scope_and_only_by_whom_it_may(cast, gift_batch):
    batch = gift_batch(1, "sent")
    stranger = UserFactory(union=cast.elsewhere.city, role=Role.FINANCE)
    assert len(PaymentResource(by=stranger).export(Payment.objects.all())) == 0
    for person, why in ((stranger, "请先选定"), (cast.approver, "只有本工会的财务人员")):
        for dry_run in (True, False):
            resource = PaymentResource(by=person, batch=batch)
            result = resource.import_data(answers((1, "成功")), dry_run=dry_run)
            assert why in str(result.base_errors[0].error)
    assert batch.payments.get().state == PaymentState.SENT
    for person, full in ((cast.clerk, False), (cast.city_reviewer, True)):
        with pytest.raises(PermissionDenied):
            PaymentResource(by=person).export(full=full)


def test_full_numbers_leave_only_when_asked_for_and_on_record(cast, gift_batch):
    number = gift_batch(1, "sent").payments.get().bank_card.reveal()
    for full in (True, False):
        exported = PaymentResource(by=cast.auditor).export(full=full)
        assert (number in exported["银行卡号"]) is full
        record = AuditRecord.objects.filter(action="export.payment_roster", by=cast.auditor).latest("pk")
        assert (record.data["masked"], record.data["rows"]) == (not full, 1)


def test_errors_can_be_raised_and_a_dataset_that_is_none_is_refused(cast, gift_batch):
    resource = PaymentResource(by=cast.finance, batch=gift_batch(2, "sent"))
    with pytest.raises(ImportRefused, match="有 1 处问题"):
        resource.import_data(answers((1, "成功"), (9, "成功")), raise_errors=True)
    for dataset, why in ((Dataset(["x"], headers=["没有这样的列"]), "没有找到"), (answers(), "至少填写一笔")):
        assert why in str(resource.import_data(dataset).base_errors[0].error)
    assert set(Payment.objects.values_list("state", flat=True)) == {PaymentState.SENT}
