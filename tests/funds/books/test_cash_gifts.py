"""收到现金捐款: a donation in cash is in the cash journal and booked to the cash, not to the bank."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from funds.books import services
from funds.books.models import CashEntry
from funds.books.selectors.cash import find_gifts, list_gift_journals, list_undoable
from funds.books.selectors.vouchers import get_trial_balance
from funds.books.services import BooksRefused
from funds.donations import services as donations
from funds.ledgers.selectors import CHECKS
from funds.ledgers.selectors.closing import CLOSING
from tests.funds.books.test_around_python import refused
from tests.funds.books.test_cash import box, enter, today, undo  # noqa: F401 (fixtures)
from tests.funds.donations.conftest import COMPANY, money

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E2", "E7")]


@pytest.fixture
def give(cast, second):
    """`give("300")`: a donation of today that was confirmed."""

    def make(amount="300", method="cash", **more):
        gift = money(amount, method=method, **more)
        entered = donations.enter(gift=gift, donor=COMPANY, by=cast.finance, key=uuid4())
        return donations.take_step(donation_id=entered.pk, action="confirm", by=second)

    return make


def month():
    return today().replace(day=1)


def gaps(cast):
    return [one.text for one in find_gifts(cast.city, month())]


def test_it_is_entered_by_the_cashier_and_booked_to_the_cash(box, enter, give, cast, second):  # noqa: F811
    made, _other = give(), give("50", "bank", bank_serial="S1")
    assert [row.pk for row in list_gift_journals(box)] == [made.journal_id]
    assert gaps(cast) == ["1 笔现金捐款没有登记现金日记账"]
    with pytest.raises(BooksRefused, match="请出纳先登记"):
        services.draw_vouchers(union=cast.city, month=month(), by=second)
    with pytest.raises(BooksRefused, match="请选择用现金发放或收到"):
        enter("gift", None, journal_id=_other.journal_id)
    entry = enter("gift", None, journal_id=made.journal_id)
    assert (entry.amount, entry.balance, entry.has_voucher, gaps(cast)) == (300, 300, False, [])
    enter("deposit", "100")
    services.draw_vouchers(union=cast.city, month=month(), by=second)
    sums = {row.subject: row.closing for row in get_trial_balance(union=cast.city, month=month()).rows}
    assert sums == {"101": 200, "102": 150, "408": -350}
    for name in ("vouchers", "cash"):
        assert list(CHECKS[name].run(None)) == []
    assert "books.gifts" in dict(CLOSING.items())


@pytest.mark.parametrize("is_drawn", [False, True])
def test_with_a_void_receipt_it_leaves_the_cash(is_drawn, box, enter, give, cast, second):  # noqa: F811
    made = give()
    entry = enter("gift", None, journal_id=made.journal_id)
    if is_drawn:
        services.draw_vouchers(union=cast.city, month=month(), by=second)
    for action, by in (("ask_void", cast.finance), ("void", second)):
        donations.take_step(donation_id=made.pk, action=action, by=by, comment="退还")
    assert gaps(cast) == ["1 笔作废的现金捐款还在现金日记账上，请冲销"]
    assert undo(entry, second).balance == 0
    assert gaps(cast) == []
    services.draw_vouchers(union=cast.city, month=month(), by=second)
    found = get_trial_balance(union=cast.city, month=month())
    assert {row.closing for row in found.rows} == {0}
    for name in ("vouchers", "cash"):
        assert list(CHECKS[name].run(None)) == []


def test_it_leaves_the_cash_though_a_count_found_something_missing(box, enter, give, cast, cashier, second):  # noqa: F811
    made, other = give(), give("50")
    entry, kept = (enter("gift", None, journal_id=one.journal_id) for one in (made, other))
    count = services.count_cash(box_id=box.pk, sheet={"100": 3}, by=cashier)
    services.take_count_step(count_id=count.pk, action="confirm_count", by=second, comment="丢失")
    for action, by in (("ask_void", cast.finance), ("void", second)):
        donations.take_step(donation_id=made.pk, action=action, by=by, comment="退还")
    assert list(list_undoable(box)) == [entry]
    with pytest.raises(BooksRefused, match="之后的盘点"):
        undo(kept, second)
    more = {"amount": kept.amount, "reverses": kept, "memo": "退还", "number": 0, "balance": 0, "year": 2026}
    around = CashEntry(
        box=box, union=box.union, on=today(), kind="undo_out", paper_no="1", made_by=second, **more
    )
    assert refused("cash_undo_before_the_count", around.save)
    assert (undo(entry, second).balance, gaps(cast)) == (0, [])


def test_around_python_it_is_of_a_donation_in_cash(box, enter, give, cast, cashier):  # noqa: F811
    cash, bank = give(), give("50", "bank", bank_serial="S1")
    told = {"box": box, "union": box.union, "on": today(), "kind": "gift", "paper_no": "收据 1", "year": 2026}

    def entry(journal, amount, by):
        return CashEntry(
            journal=journal, amount=Decimal(amount), made_by=by, number=0, balance=0, **told
        ).save

    for journal, amount, by in (
        (bank.journal, 50, cashier), (cash.journal, 299, cashier), (cash.journal, 300, cash.journal.made_by)
    ):  # fmt: skip
        assert refused("cash_gift_of_its_donation", entry(journal, amount, by))
    entry(cash.journal, 300, cashier)()
    assert refused("cash_payout_once", entry(cash.journal, 300, cashier))


def test_the_page_offers_it(box, give, cashier, as_user):  # noqa: F811
    made = give()
    page = as_user(cashier).get(reverse("books:cash")).content.decode()
    assert "收到现金捐款" in page
    told = {
        "key": uuid4(),
        "kind": "gift",
        "on": today().isoformat(),
        "journal": made.journal_id,
        "paper_no": "收据 1",
    }
    assert as_user(cashier).post(reverse("books:cash_entry"), told).status_code == 302
    assert CashEntry.objects.get().kind == "gift"
