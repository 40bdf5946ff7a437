"""制单、复核、放行 by somebody who stands in (代办): three hands, counted with those for whom they act."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from funds.payments import reports, services
from funds.payments.models import Payment, PaymentBatch
from hardship.accounts.models import User, standing_in
from hardship.accounts.services import appoint, stand_in
from hardship.accounts.states import Role
from hardship.handovers.selectors import HOLDINGS
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed
from tests.funds.payments.gifts import NEW_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


@pytest.fixture
def substitute(cast):
    return UserFactory(union=cast.city, roles=[], name="李代办")


def acting_for(person, substitute):
    """The substitute in the post that this person holds at the city."""
    day, post = timezone.localdate(), person.appointments.get(union=substitute.union)
    row = stand_in(
        appointment_id=post.pk, user=substitute, from_on=day, until_on=day, reason="开会", by=person
    )
    return standing_in(substitute, row)


def later(person, role, cast):
    """The same person on a later day, with another post at the city and none of the old ones."""
    person.appointments.update(revoked_at=timezone.now())
    appoint(user=person, union=cast.city, role=role, from_on=timezone.localdate(), by=cast.administrator)
    return User.objects.get(pk=person.pk)


def step(batch, action, by):
    return services.take_step(batch_id=batch.pk, action=action, by=by)


def test_both_names_are_kept_and_shown(cast, owed, substitute):
    acting = acting_for(cast.finance, substitute)
    batch = services.make_batch(payable_ids=[row.pk for row in owed(1)], title="春节", by=acting)
    assert (batch.made_by, batch.made_for) == (substitute, cast.finance)
    assert reports.progress(batch)[0].note == f"李代办（代 {cast.finance.name}）"


def test_whoever_was_stood_in_for_does_not_check(cast, owed, substitute):
    acting = acting_for(cast.finance, substitute)
    batch = services.make_batch(payable_ids=[row.pk for row in owed(1)], title="春节", by=acting)
    with pytest.raises(Refused, match="三个人"):
        step(batch, "check", later(cast.finance, Role.REVIEWER, cast))


def test_a_draft_is_changed_and_locked_by_its_maker_alone(cast, gift, substitute):
    rows = [gift().pk for _n in range(3)]
    batch = services.make_batch(payable_ids=rows[:2], title="草稿", by=cast.finance, is_draft=True)
    acting = acting_for(cast.finance, substitute)
    with pytest.raises(Refused, match="制单人本人锁定"):
        step(batch, "lock", acting)
    with pytest.raises(Refused, match="制单人本人修改"):
        services.add_lines(batch_id=batch.pk, payable_ids=rows[2:], by=acting)
    with pytest.raises(Refused, match="制单人本人修改"):
        services.drop_line(payment_id=batch.payments.first().pk, reason="不发了", by=acting)


def test_whoever_stands_in_for_the_checker_does_not_release(cast, batch_of, substitute):
    batch = batch_of(1)
    step(batch, "check", acting_for(cast.city_reviewer, substitute))
    batch.refresh_from_db()
    assert (batch.checked_by, batch.checked_for) == (substitute, cast.city_reviewer)
    with pytest.raises(Refused, match="三个人"):
        step(batch, "release", later(cast.city_reviewer, Role.APPROVER, cast))
    assert step(batch, "release", cast.approver).released_for is None


def test_the_database_counts_the_hands_with_those_they_act_for(cast, owed, substitute):
    acting = acting_for(cast.finance, substitute)
    batch = services.make_batch(payable_ids=[row.pk for row in owed(1)], title="春节", by=acting)
    rows, now = PaymentBatch.objects.filter(pk=batch.pk), timezone.now()
    for hand in (cast.finance, substitute):
        with pytest.raises(IntegrityError, match="batch_three_people"), transaction.atomic():
            rows.update(state="checked", checked_by=hand, checked_at=now)


def test_nor_does_it_believe_who_was_not_asked(cast, batch_of, substitute):
    batch = batch_of(1)
    rows, now = PaymentBatch.objects.filter(pk=batch.pk), timezone.now()
    with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
        rows.update(state="checked", checked_by=substitute, checked_for=cast.city_reviewer, checked_at=now)
    acting_for(cast.city_reviewer, substitute)
    cast.city_reviewer.appointments.update(revoked_at=now - timedelta(minutes=1))
    with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
        rows.update(state="checked", checked_by=substitute, checked_for=cast.city_reviewer, checked_at=now)


def test_both_names_of_who_corrects_an_account(cast, gift, substitute, as_user):
    batch = carry([gift()], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    line = batch.payments.get()
    told = {"corrected_at": timezone.now(), "corrected_by": substitute, "corrected_for": cast.finance}
    with pytest.raises(DatabaseError, match="without being asked"), transaction.atomic():
        Payment.objects.update(**told)
    told = {"payment_id": line.pk, "bank_name": "农行", "bank_card": NEW_CARD}
    services.correct_account(by=acting_for(cast.finance, substitute), **told)
    line.refresh_from_db()
    assert line.corrector == f"李代办（代 {cast.finance.name}）"
    page = as_user(cast.finance).get(reverse("payments:new")).content.decode()
    assert f"账号已更正 {line.corrector}" in page


@pytest.mark.parametrize("was", ["made", "checked"])
def test_what_was_done_in_their_place_waits_for_somebody_else(cast, batch_of, owed, substitute, was):
    if was == "made":
        person, role, other = cast.finance, Role.REVIEWER, cast.city_reviewer
        services.make_batch(
            payable_ids=[row.pk for row in owed(1)], title="春节", by=acting_for(person, substitute)
        )
    else:
        person, role, other = cast.city_reviewer, Role.APPROVER, cast.approver
        step(batch_of(1), "check", acting_for(person, substitute))
    rows = DUTIES[f"payments.{was}"].rows
    assert rows(other).count() == 1
    assert rows(later(person, role, cast)).count() == 0


@pytest.mark.parametrize("action", ["check", "release"])
def test_whoever_was_stood_in_for_does_not_go_on_as_its_maker(cast, batch_of, substitute, action):
    person = cast.city_reviewer if action == "check" else cast.approver
    batch = batch_of(1) if action == "check" else batch_of(1, "checked")
    step(batch, action, acting_for(person, substitute))
    batch.refresh_from_db()
    blocker = HOLDINGS["payments.batches"].blocker
    assert "复核或放行过这一批" in blocker(batch, later(person, Role.FINANCE, cast))
    assert blocker(batch, UserFactory(union=cast.city, role=Role.FINANCE)) == ""
