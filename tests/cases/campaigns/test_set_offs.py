"""抵扣 of what a campaign gives: it is aid, though nothing went to the bank."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cases.archives.selectors.aid import AID_SOURCES
from cases.campaigns.states import SOURCE
from funds.payments import services as payments
from funds.payments.models import Payable
from tests.books import assert_books_balance
from tests.factories import id_number
from tests.funds.payments.conftest import carry, gift, gifts, line, paid  # noqa: F401 (fixtures)
from tests.funds.payments.test_recoveries import ask
from tests.funds.payments.test_set_offs import ask_off, step

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2", "E4")]


def test_what_was_kept_back_as_a_whole_is_aid(cast, winter, handed_in, person, approve, gift):  # noqa: F811
    number = id_number()
    batch = carry([gift("3000.00", name="顾永兴", id_number=number)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    recovery = ask(batch.payments.get(), cast.finance, "3000.00")
    row = approve(handed_in(person(number))).rows.get()
    payable = Payable.objects.get(source=row.code)
    step(ask_off(recovery, payable, cast.finance, "3000.00"), "approve", cast.approver)
    [aid] = AID_SOURCES[SOURCE].given()
    assert (aid.pk, aid.aid_on, aid.aid_value) == (row.pk, timezone.localdate(), Decimal(3000))
    assert_books_balance()
