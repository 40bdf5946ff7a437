"""The operation log names batches, payments and vouchers by their numbers, and finds them by those."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from funds.ledgers.models import Journal
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.log import describe
from hardship.desk.selectors.naming import find_numbered, name_objects

pytestmark = pytest.mark.django_db


def test_a_batch_reads_by_its_number_and_is_found_by_it(as_user, cast, batch_of):
    batch = batch_of(2, "sent")
    record = AuditRecord.objects.get(action="batch.make")
    line = describe([record])[0]
    assert line.target == f"批次 {batch.number}"
    assert f"合计 {batch.total:,.2f} 元" in line.detail
    client = as_user(cast.auditor)
    response = client.post(reverse("desk:log_find"), {"text": batch.number})
    rows = client.get(response["Location"]).content.decode().split("<tbody")[1].split("</tbody")[0]
    assert f"批次 {batch.number}" in strip_tags(rows)
    assert "登录" not in rows


def test_a_voucher_reads_by_its_number_and_is_found_however_it_is_written(cast, batch_of):
    batch_of(1)
    journal = Journal.objects.order_by("-number").first()
    key = ("ledgers.journal", str(journal.pk))
    assert name_objects([key]) == {key: f"记-{journal.year}-{journal.number:05d}"}
    for text in (str(journal), f"{journal.year}-{journal.number}", str(journal)[1:].strip("-")):
        assert str(journal.pk) in find_numbered(text)["ledgers.journal"]


@pytest.mark.parametrize("text", ["", "记-2026-99999", "'; DROP TABLE x", "记-2026-", "٢٠٢٦-١"])
def test_what_is_no_number_finds_no_voucher(cast, batch_of, text):
    assert "ledgers.journal" not in find_numbered(text)


def test_the_roster_counts_payments_and_aid_apart(as_user, cast, batch_of):
    batch_of(2, "sent")
    page = as_user(cast.auditor).get(reverse("payments:roster")).content.decode()
    assert "当前筛选 2 笔，已到账 0 人次、0.00 元，未到账 2 笔" in page
    assert "失败" not in page.split('class="lead"')[1].split("</p>")[0]


def test_a_batch_is_among_the_recent_work_of_who_made_and_who_checked_it(as_user, cast, batch_of):
    batch = batch_of(1, "checked")
    for person in (cast.finance, cast.city_reviewer):
        page = as_user(person).get(reverse("desk:home")).content.decode()
        recent = page.split("我最近办理")[1]
        assert batch.number in recent
        assert reverse("payments:detail", args=[batch.pk]) in recent


def test_a_batch_without_a_name_has_its_number_once(as_user, cast, batch_of):
    batch = batch_of(1)
    type(batch).objects.filter(pk=batch.pk).update(title=batch.number)
    head = as_user(cast.finance).get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert head.split('<div class="page-head-text">')[1].split('class="actions"')[0].count(batch.number) == 1
