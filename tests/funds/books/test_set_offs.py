"""抵扣 in the books of a union: two vouchers that come to nothing in the bank, and belong together there."""

import pytest
from django.utils import timezone

from funds.books import services
from funds.books.models import LineMatch, Voucher
from funds.books.selectors.movements import list_open_movements, suggest_matches
from tests.books import assert_books_balance
from tests.funds.books.test_loans import entries
from tests.funds.payments.conftest import gift, gifts  # noqa: F401 (fixtures)
from tests.funds.payments.test_recoveries import arrived, recovery  # noqa: F401 (fixtures)
from tests.funds.payments.test_set_offs import again, kept  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2")]


def test_both_journals_are_booked_and_the_bank_comes_to_nothing(kept, cast):  # noqa: F811
    month = timezone.localdate().replace(day=1)
    services.draw_vouchers(union=cast.city, month=month, by=cast.finance)
    both = Voucher.objects.filter(journal__source=f"recoveries.setoff:{kept.pk}").order_by("number")
    assert [entries(voucher) for voucher in both] == [
        [("50404", "D", 20), ("102", "C", 20)],
        [("50404", "D", -20), ("102", "C", -20)],
    ]
    assert [kept.recovery.number in voucher.memo for voucher in both] == [True, True]
    assert_books_balance()


def test_they_belong_together_and_to_no_line_of_the_bank(kept, opened, second):  # noqa: F811
    account = opened()
    [found] = [one for one in suggest_matches(account) if "抵扣" in one.reason]
    assert found.lines == ()
    assert [item.amount for item in found.movements] == [-20, 20]
    services.match_certain(account_id=account.pk, by=second)
    match = LineMatch.objects.get(journals__journal=kept.uid)
    assert (match.reason, match.journals.count()) == (found.reason, 2)
    left = {row.journal.source for row in list_open_movements(account)}
    assert f"recoveries.setoff:{kept.pk}" not in left
