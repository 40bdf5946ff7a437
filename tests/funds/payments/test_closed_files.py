"""A file that is closed after the approval: nothing is paid, and the money does not stay held for ever."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.applications.rules import source_of
from cases.applications.states import State
from cases.archives.models import Household
from cases.archives.services import steps
from cases.policies.services import load_policy
from cases.policies.services.loading import default_text
from funds.ledgers.models import CapUsage, Commitment
from funds.payments import selectors, services
from funds.payments.services import PaymentRefused
from funds.payments.states import BatchState
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available
from tests.factories import payable_of, take
from tests.funds.payments.conftest import application_of, failed, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2", "E4")]


def close(application, cast):
    return steps.take_step(
        household_id=application.household_id, action="close", by=cast.reviewer, comment="已调离",
        close_reason="moved",
    )  # fmt: skip


def payees(batch):
    return [application_of(payment.payable) for payment in batch.payments.order_by("line")]


def test_a_closed_file_is_not_put_into_a_batch(cast, approved):
    application = approved()[0]
    close(application, cast)
    assert selectors.list_choices(user=cast.finance) == []
    with pytest.raises(PaymentRefused, match="已不在档"):
        services.make_batch(payable_ids=[payable_of(application).pk], title="", by=cast.finance)


@pytest.mark.parametrize(
    ("state", "action", "who"), [("made", "check", "city_reviewer"), ("checked", "release", "approver")]
)
def test_a_file_that_is_closed_while_its_batch_waits_stops_the_batch(cast, batch_of, state, action, who):
    batch = batch_of(2, state)
    close(payees(batch)[1], cast)
    with pytest.raises(PaymentRefused, match=f"已不在档.*{payees(batch)[1].household}"):
        services.take_step(batch_id=batch.pk, action=action, by=getattr(cast, who))
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="有人注销")
    assert len(selectors.list_choices(user=cast.finance)) == 1
    assert_books_balance()


def test_revoking_the_approval_gives_the_money_and_the_cap_back(cast, line, approved):
    application = approved()[0]
    before = available(line) + application.amount
    close(application, cast)
    application = take(application, "revoke", by=cast.approver, comment="档案已注销")
    assert application.state == State.REVOKED
    assert Commitment.objects.get(source=source_of(application.pk)).committed == 0
    assert available(line) == before
    assert CapUsage.objects.get(subject=f"household:{application.household_id}").used == 0
    assert_books_balance()


def test_a_revoked_application_stops_the_batch_that_it_is_in(cast, batch_of):
    batch = batch_of(1, "checked")
    take(payees(batch)[0], "revoke", by=cast.approver, comment="重复帮扶")
    with pytest.raises(PaymentRefused, match="不是“已批准”"):
        services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
    batch = services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="已撤销")
    assert batch.state == BatchState.CANCELLED
    assert_books_balance()


def test_money_that_has_left_is_not_called_back(cast, batch_of):
    batch = batch_of(2, "sent")
    for application in payees(batch):
        with pytest.raises(Refused, match="已经送银行或已发放"):
            take(application, "revoke", by=cast.approver, comment="晚了")
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    one, two = payees(batch)
    with pytest.raises(Refused, match="已经送银行或已发放"):
        take(one, "revoke", by=cast.approver, comment="晚了")
    assert take(two, "revoke", by=cast.approver, comment="本人已故").state == State.REVOKED
    assert_books_balance()


def test_a_revocation_says_why(cast, approved):
    with pytest.raises(Refused, match="必须填写意见"):
        take(approved()[0], "revoke", by=cast.approver, comment=" ")


def test_a_family_that_left_is_paid_to_the_end_of_its_grace_period(cast, approved):
    """And not the day after: the same file, the same policy."""
    application, today = approved()[0], timezone.localdate()
    text = "grace_months: 1\n" + default_text().replace("code: default", "code: grace")
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
    ids = [payable_of(application).pk]
    lift(application, today - timedelta(days=40))
    with pytest.raises(PaymentRefused, match="已不在档"):
        services.make_batch(payable_ids=ids, title="", by=cast.finance)
    lift(application, today - timedelta(days=20))
    assert services.make_batch(payable_ids=ids, title="", by=cast.finance).count == 1


def lift(application, on):
    Household.objects.filter(pk=application.household_id).update(state="lifted", left_on=on)
