"""签了字的花名册: what people signed for their cash is kept page by page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from funds.payments import services
from funds.payments.models import SignedPage
from funds.payments.selectors.envelopes import PAGE_DAYS, list_pages_due
from funds.payments.services import PaymentRefused
from hardship.accounts.states import Role
from tests.cases.intakes.lists import picture, scan
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.test_cash_batches import in_cash

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


def upload(client, batch, *contents):
    files = [
        SimpleUploadedFile(f"第{n}页.jpg", content, "image/jpeg") for n, content in enumerate(contents, 1)
    ]
    return client.post(reverse("payments:pages", args=[batch.pk]), {"pages": files})


def test_a_page_is_uploaded_seen_and_counted(gift, cast, as_user):
    batch = in_cash([gift()], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    with freeze_time(timezone.now() + timedelta(days=PAGE_DAYS, hours=1)):
        assert list(list_pages_due(cast.finance)) == [batch]
    client = as_user(cast.finance)
    detail = reverse("payments:detail", args=[batch.pk])
    assert "还没有上传。签了字的每一页" in client.get(detail).text
    assert upload(client, batch, picture()).url == detail
    page = SignedPage.objects.get()
    assert "第 1 页" in client.get(detail).text
    with freeze_time(timezone.now() + timedelta(days=PAGE_DAYS, hours=1)):
        assert list(list_pages_due(cast.finance)) == []
    shown = client.get(reverse("payments:page", args=[page.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    again = upload(client, batch, picture())
    assert (again.status_code, "已经上传过" in again.text) == (409, True)
    assert upload(client, batch, b"no picture").status_code == 422
    assert (
        upload(as_user(UserFactory(union=cast.county, role=Role.FINANCE)), batch, picture()).status_code
        == 404
    )
    outside = as_user(UserFactory(union=cast.county, role=Role.AUDITOR))
    assert outside.get(reverse("payments:page", args=[page.pk])).status_code == 404
    assert (
        upload(as_user(UserFactory(union=cast.city, role=Role.CASHIER)), batch, picture()).status_code == 403
    )


def test_nobody_signs_before_the_cash_is_there_or_for_the_bank(gift, cast):
    early, bank = in_cash([gift()], cast, "released"), carry([gift()], cast, "sent")
    for batch in (early, bank):
        with pytest.raises(PaymentRefused, match="有人签领以后"):
            services.add_pages(batch_id=batch.pk, pages=[scan()], by=cast.finance)
        with pytest.raises(DatabaseError, match="before the cash is there"), transaction.atomic():
            SignedPage.objects.create(batch=batch, original_name="x", size=1, sha256="x")
