"""Two who look at one instalment at once."""

import pytest

from cases.giving import services
from funds.payments.models import Payable
from hardship.accounts.states import Role
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("B1", "E4")]


def test_two_who_confirm_at_once_owe_it_once(cast, plan):
    other = UserFactory(union=cast.county, role=Role.REVIEWER)

    def confirm(by):
        return services.take_step(instalment_id=plan[1].pk, action="confirm", by=by)

    results = at_once(confirm, [cast.reviewer, other])
    assert sorted(type(result).__name__ for result in results) == ["Instalment", "Refused"]
    assert Payable.objects.filter(source=plan[1].source).count() == 1
    assert_books_balance()


def test_one_confirms_while_another_ends(cast, plan):
    other = UserFactory(union=cast.county, role=Role.REVIEWER)

    def take(turn):
        by, action = turn
        return services.take_step(instalment_id=plan[1].pk, action=action, by=by, comment="已核实")

    at_once(take, [(cast.reviewer, "confirm"), (other, "end")])
    plan[1].refresh_from_db()
    assert plan[1].state == "ended", (
        "whichever came first: what was confirmed is ended, and not the other way"
    )
    assert not Payable.objects.filter(source=plan[1].source, state="open").exists()
    assert_books_balance()
