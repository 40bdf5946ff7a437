"""The sets of states that the database's guards ask for are those that the program knows."""

import pytest
from django.db import connection

from funds.payments.states import ENDED_STATES, LEFT_STATES, LIVE_STATES, PaymentState
from funds.recoveries.states import OPEN_STATES, State

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("function", "states", "known"),
    [
        ("payment_is_live", PaymentState, LIVE_STATES),
        ("payment_has_left", PaymentState, LEFT_STATES),
        ("payment_has_ended", PaymentState, ENDED_STATES),
        ("recovery_is_open", State, OPEN_STATES),
    ],
)
def test_the_database_knows_the_same_states(function, states, known):
    with connection.cursor() as cursor:
        sql = f"SELECT state FROM unnest(%s::text[]) state WHERE {function}(state)"
        cursor.execute(sql, [states.values])
        assert {state for (state,) in cursor.fetchall()} == {str(state) for state in known}
