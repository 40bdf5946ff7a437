"""A batch goes to another accountant when its maker leaves, never to whoever checked it."""

import pytest
from django.utils import timezone

from hardship.accounts.models import Appointment, User
from hardship.accounts.services import appoint
from hardship.accounts.states import Role
from hardship.handovers import services
from hardship.handovers.selectors import list_held
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BATCHES = "payments.batches"


def hand(cast, to):
    made = services.hand_over(
        giver=cast.finance, union=cast.city, to=to, kinds=[BATCHES], reason="轮岗", by=cast.finance
    )
    return services.receive(handover_id=made.pk, by=to).items.get()


def test_a_batch_goes_to_the_next_accountant(cast, batch_of):
    batch, successor = batch_of(1), UserFactory(union=cast.city, role=Role.FINANCE)
    assert hand(cast, successor).is_moved
    assert [held.rows[0].number for held in list_held(successor, cast.city)] == [batch.number]
    batch.refresh_from_db()
    assert batch.made_by == cast.finance  # who made it stays on record


def test_whoever_checked_it_does_not_go_on_as_its_maker(cast, batch_of):
    checker = User.objects.get(pk=batch_of(1, "checked").checked_by_id)
    Appointment.objects.filter(user=checker).update(revoked_at=timezone.now())
    appoint(
        user=checker, union=cast.city, role=Role.FINANCE, from_on=timezone.localdate(), by=cast.administrator
    )
    item = hand(cast, User.objects.get(pk=checker.pk))
    assert (item.is_moved, "复核或放行过这一批" in item.left) == (False, True)
