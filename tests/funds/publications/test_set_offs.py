"""抵扣 in what is published: aid that was kept back in two goes is one payment, on the day of the second."""

import pytest
from django.utils import timezone

from funds.publications.rules import find_faults
from funds.publications.selectors import take_figures
from tests.funds.payments.conftest import gift, gifts, line  # noqa: F401 (fixtures)
from tests.funds.payments.test_recoveries import arrived, recovery  # noqa: F401 (fixtures)
from tests.funds.payments.test_set_offs import again, ask_off, step  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4", "E5")]


def figures(cast):
    return take_figures(cast.city, timezone.localdate().year, 0)


def test_what_was_set_off_in_two_goes_is_one_payment(recovery, again, cast):  # noqa: F811
    before, payable = figures(cast).sums.times, again("60.00")
    step(ask_off(recovery, payable, cast.finance, "20.00"), "approve", cast.approver)
    assert figures(cast).sums.times == before, "the rest is still to be paid"
    step(ask_off(recovery, payable, cast.finance, "40.00"), "approve", cast.approver)
    payable.refresh_from_db()
    assert payable.state == "paid"
    assert (before, figures(cast).sums.times) == (1, 2)
    assert not list(find_faults(figures(cast)))


def test_what_was_set_off_at_once_is_one_too(recovery, again, cast):  # noqa: F811
    step(ask_off(recovery, again("60.00"), cast.finance, "60.00"), "approve", cast.approver)
    assert figures(cast).sums.times == 2
