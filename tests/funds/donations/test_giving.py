"""What becomes of a donation: two people, a number, money in the books, and out again."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from funds.donations import services
from funds.donations.models import Donation, Donor
from funds.donations.selectors import list_waiting, say_unsettled
from funds.donations.services import DonorTold, giving
from funds.donations.states import TRANSITIONS, State
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, Fund, Journal
from funds.ledgers.services import LedgerRefused
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_fund
from tests.factories import UserFactory, id_number
from tests.funds.donations.conftest import COMPANY, USCC, goods, money
from tests.funds.donations.test_drives import plan

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


def line_of(donation):
    return BudgetLine.objects.get(fund=donation.fund, use=donation.use_id)


def step(donation, action, by, comment=""):
    return services.take_step(donation_id=donation.pk, action=action, by=by, comment=comment)


def test_nothing_is_in_the_books_before_a_second_person_confirmed_it(enter, cast):
    donation = enter()
    assert (donation.state, donation.number, donation.journal) == ("entered", "", None)
    assert not Journal.objects.exists()
    with pytest.raises(Refused, match="另一位财务或审批人确认"):
        step(donation, "confirm", cast.finance)
    assert not Journal.objects.exists()


@pytest.mark.parametrize("who", ["second", "approver"])
def test_confirmed_it_has_a_number_and_lies_on_the_line_of_its_use(enter, cast, second, who):
    by = second if who == "second" else cast.approver
    donation = step(enter(money("1234.50")), "confirm", by)
    year = timezone.localdate().year
    assert donation.number == f"{cast.city.code}-JZ{year}-0001"
    assert donation.confirmed_by == by
    assert available(line_of(donation)) == Decimal("1234.50")
    assert {use.code for use in donation.fund.uses.all()} == {"living", "pool"}
    assert donation.fund.source == "donation"
    assert AuditRecord.objects.filter(action="donation.confirm", by=by).count() == 1
    assert_books_balance()


def test_gifts_for_one_use_in_one_year_share_a_fund_that_grows(given):
    first, second_gift, other = given(money("100")), given(money("50")), given(money("7", use="medical"))
    assert first.fund == second_gift.fund != other.fund
    assert Fund.objects.get(pk=first.fund_id).total == 150
    assert available(line_of(first)) == 150


def test_a_collection_for_a_colleague_stays_money_held_for_others(cast, given, second):
    drive = services.draw_up(plan=plan(source="entrusted", subject="household:17"), by=cast.finance)
    services.take_drive_step(drive_id=drive.pk, action="open", by=second)
    donation = given(money(source="entrusted", use="medical", drive=drive))
    assert (donation.fund.source, donation.fund.income_subject) == ("entrusted", "221")


def test_and_is_taken_only_for_somebody_whom_a_drive_names(cast, enter):
    with pytest.raises(Refused, match="先拟定募捐活动"):
        enter(money(source="entrusted"))
    for told in ({"source": "entrusted"}, {"subject": "household:17"}):
        with pytest.raises(Refused, match="写明为谁募捐"):
            services.draw_up(plan=plan(**told), by=cast.finance)
    assert not Donation.objects.exists()


@pytest.fixture
def twice(monkeypatch):
    """The next form looks for its own key before the other one, sent at the same time, is on record."""

    def look_too_early():
        looks, find = iter([None]), giving._find
        monkeypatch.setattr(giving, "_find", lambda key, by: next(looks, find(key, by)))

    return look_too_early


def test_one_form_sent_twice_at_once_is_one_donation_of_one_donor(enter, twice):
    key, someone = uuid.uuid4(), DonorTold("person", "顾文英")
    first = enter(donor=someone, key=key)
    twice()
    assert enter(donor=someone, key=key) == first
    assert (Donation.objects.count(), Donor.objects.count()) == (1, 1)
    assert AuditRecord.objects.filter(action="donation.enter").count() == 1


def test_the_key_of_another_union_is_no_key(cast, enter):
    key = enter().uid
    other = UserFactory(union=cast.county, role=Role.FINANCE)
    with pytest.raises(Refused, match="请重新打开登记页面"):
        services.enter(gift=money(), donor=None, by=other, key=key)


def test_goods_have_a_receipt_and_no_money(given):
    donation = given(goods())
    assert donation.number.endswith("0001")
    assert (donation.fund, donation.journal) == (None, None)
    assert not Journal.objects.exists()


def test_numbers_have_no_gaps_although_one_confirmation_failed(given, enter, second, monkeypatch):
    given()
    row = enter()
    monkeypatch.setattr("funds.donations.services.giving.audit.record", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        step(row, "confirm", second)
    monkeypatch.undo()
    assert step(row, "confirm", second).receipt_seq == 2


def test_a_void_receipt_keeps_its_number_and_takes_the_money_out(voided, given):
    donation = voided(money("300"))
    assert (donation.state, donation.receipt_seq, donation.why) == (State.VOID, 1, "开错抬头")
    donation.refresh_from_db()
    assert donation.reversal.reverses == donation.journal
    assert available(line_of(donation)) == 0
    assert given().receipt_seq == 2
    assert_books_balance()


def test_who_asked_for_it_does_not_make_it_void(given, cast):
    donation = step(given(), "ask_void", cast.finance, "开错")
    with pytest.raises(Refused, match="作废是您申请的"):
        step(donation, "void", cast.finance)


def test_void_twice_is_refused(voided, second):
    with pytest.raises(Refused, match="当前状态下不能"):
        step(voided(), "void", second)


def test_what_was_spent_is_not_made_void_and_says_so(given, cast, second):
    donation = given(money("300"))
    ledger.commit(
        line_id=line_of(donation).pk, use="living", amount=Decimal(100), source="applications.application:1",
        by=cast.approver, key=uuid.uuid4(), on=timezone.localdate(), caps=[],
    )  # fmt: skip
    step(donation, "ask_void", cast.finance, "退款")
    with pytest.raises(
        Refused, match=r"已经用出去或者已被审批占用，账上可用的只有 200\.00 元，不能作废 300\.00 元"
    ):
        step(donation, "void", second)
    assert Donation.objects.get().state == State.VOID_ASKED
    assert available(line_of(donation)) == 200


def test_kept_it_is_as_it_was(given, cast, second):
    donation = step(step(given(), "ask_void", cast.finance, "开错"), "keep", second)
    assert (donation.state, donation.void_asked_by, donation.why) == (State.CONFIRMED, None, "")


def test_the_ledgers_page_does_not_take_the_money_from_under_a_receipt(given, cast):
    donation = given()
    line = line_of(donation)
    reversal = {"by": cast.finance, "on": timezone.localdate(), "reason": "错了"}
    ledger.reverse(journal_id=donation.assignment_id, key=uuid.uuid4(), **reversal)
    with pytest.raises(LedgerRefused, match="开过捐赠收据"):
        ledger.reverse(journal_id=donation.journal_id, key=uuid.uuid4(), **reversal)
    assert available(BudgetLine.objects.get(fund=line.fund, use="pool")) == donation.amount


def test_the_same_page_sent_twice_enters_it_once(enter):
    key = uuid.uuid4()
    assert enter(key=key) == enter(key=key)
    assert Donation.objects.count() == 1


def test_the_same_page_with_another_sum_is_not_taken_for_what_is_on_record(enter):
    key = uuid.uuid4()
    first = enter(key=key)
    with pytest.raises(Refused, match="改动没有记入"):
        enter(money(amount=first.amount + 1), key=key)
    assert Donation.objects.get().amount == first.amount


def test_nothing_is_given_tomorrow_and_no_transfer_comes_twice(enter):
    enter(money(bank_serial="T001"))
    with pytest.raises(Refused, match="不能晚于今天"):
        enter(money(given_on=timezone.localdate() + timedelta(days=1)))
    with pytest.raises(Refused, match="已经登记过一笔"):
        enter(money(bank_serial="T001"))


def test_a_serial_of_what_was_dropped_may_come_again(enter, second):
    step(enter(money(bank_serial="T001")), "decline", second, "金额不对")
    assert enter(money(bank_serial="T001")).pk


def test_not_into_a_closed_month(enter, cast):
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    ledger.close_period(union=cast.city, month=last, by=cast.finance)
    with pytest.raises(Refused, match="已经结账"):
        enter(money(given_on=last))
    assert enter(goods(given_on=last)).pk


def test_nor_into_a_month_before_one_that_is_closed(enter, cast):
    """A month without a voucher has no row that could be closed; the later one closes it."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    ledger.close_period(union=cast.city, month=last, by=cast.finance)
    for day in (last.replace(day=1) - timedelta(days=1), last - timedelta(days=200)):
        with pytest.raises(Refused, match="已经结账"):
            enter(money(given_on=day))


def test_a_donor_with_a_number_is_not_made_twice(enter, cast):
    enter()
    enter(donor=DonorTold("company", COMPANY.name, USCC.lower(), consent_on=timezone.localdate()))
    donor = Donor.objects.get()
    assert donor.publishes
    with pytest.raises(Refused, match=f"已登记为“{COMPANY.name}”"):
        enter(donor=DonorTold("company", "另一家公司", USCC))
    assert Donor.objects.count() == 1


def test_people_of_one_name_are_different_people(enter):
    for _time in range(2):
        enter(donor=DonorTold("person", "王建国"))
    assert Donor.objects.count() == 2


def test_nobody_takes_the_number_of_another_donor(enter, cast):
    number = id_number()
    enter(donor=DonorTold("person", "王建国", number))
    other = enter(donor=DonorTold("person", "李红")).donor
    with pytest.raises(Refused, match="已登记为“王建国”"):
        services.change_donor(donor_id=other.pk, told=DonorTold("person", "李红", number), by=cast.finance)


def test_only_finance_of_the_union_enters_and_only_there_is_it_confirmed(enter, cast):
    with pytest.raises(Refused, match="只有财务人员"):
        services.enter(gift=money(), donor=None, by=cast.approver, key=uuid.uuid4())
    above = UserFactory(union=cast.province, role=Role.APPROVER)
    with pytest.raises(Refused, match="只能办理本工会的捐赠"):
        step(enter(), "confirm", above)


def test_it_waits_for_the_second_person_and_keeps_the_union_open(enter, cast, second):
    donation = enter()
    assert list(list_waiting(second)) == [donation] == list(list_waiting(cast.approver))
    assert not list_waiting(cast.finance)
    assert say_unsettled(cast.city) == "没有确认或没有作废完的捐赠 1 笔"
    step(donation, "confirm", second)
    assert say_unsettled(cast.city) == ""


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("action", sorted({row.action for row in TRANSITIONS}))
def test_a_donation_goes_where_the_table_says_and_nowhere_else(
    enter, given, voided, cast, second, state, action
):
    donation = {"entered": enter, "confirmed": given, "void": voided}.get(state, enter)()
    if state == State.DROPPED:
        step(donation, "decline", second, "不对")
    if state == State.VOID_ASKED:
        step(step(donation, "confirm", second), "ask_void", cast.finance, "开错")
    by = cast.finance if action in ("withdraw", "ask_void") else second
    row = next((row for row in TRANSITIONS if row.action == action and state in row.source), None)
    if row is None:
        with pytest.raises(Refused):
            step(donation, action, by, "理由")
    assert (step(donation, action, by, "理由").state if row else state) == (row.target if row else state)


def test_a_fund_that_permits_more_takes_no_gift(enter, cast, second):
    """Somebody registered it by hand under the number that the gift's own fund would have had."""
    donation = enter()
    wider = make_fund(
        cast.finance,
        uses=("living", "medical"),
        source="donation",
        document_no=f"捐赠〔{donation.given_on.year}〕{donation.use.name}",
    )
    fund = step(donation, "confirm", second).fund
    assert fund != wider
    assert {use.code for use in fund.uses.all()} == {"living", "pool"}
    assert step(enter(), "confirm", second).fund == fund
