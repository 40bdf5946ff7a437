"""周转金 in vouchers: lent money is a claim until it is back or written off."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from funds.books import reports, services
from funds.books.models import Voucher, VoucherEntry
from funds.books.rules.packages import PACKAGES
from funds.books.rules.subjects import LENT, Money, entries_of
from funds.books.selectors.closing import find_lent_gap, find_undrawn
from funds.books.selectors.losses import get_lent_out
from funds.books.selectors.vouchers import (
    count_by_month,
    get_trial_balance,
    list_booked_months,
    list_with_entries,
)
from funds.ledgers.selectors import check_closing
from funds.ledgers.states import Event, Source
from funds.loans import services as loans
from hardship.kernel.checks import broken
from tests.books import assert_books_balance
from tests.factories import unguarded
from tests.funds.loans.test_loans import grant, lent, repay, revolving  # noqa: F401 (fixtures)


def this_month():
    return timezone.localdate().replace(day=1)


def entries(voucher):
    rows = voucher.entries.order_by("position")
    return [(row.subject, row.side, row.amount) for row in rows]


class TestSubjects:
    def told(self, event, source=Source.DUES, **more):
        made = entries_of(event, Money(source, "50404", is_lent=True), Decimal(100), **more)
        return [(one.subject, one.side, one.amount) for one in made]

    @pytest.mark.parametrize("source", [Source.DUES, Source.ENTRUSTED])
    def test_what_is_lent_is_a_claim_and_no_expense(self, source):
        assert self.told(Event.SETTLE, source) == [(LENT, "D", 100), ("102", "C", 100)]

    def test_what_bounced_is_red_within_the_year_and_the_opposite_later(self):
        assert self.told(Event.BOUNCE) == [(LENT, "D", -100), ("102", "C", -100)]
        assert self.told(Event.BOUNCE, of_earlier_year=True) == [("102", "D", 100), (LENT, "C", 100)]

    @pytest.mark.parametrize("earlier", [False, True])
    def test_principal_that_comes_back_is_the_claim_less_in_any_year(self, earlier):
        made = self.told(Event.RECOVER, of_earlier_year=earlier)
        assert made == [("102", "D", 100), (LENT, "C", 100)]


@pytest.fixture
def lost(lent, cast):  # noqa: F811
    """6000 yuan lent, 1000 of it back, the others written off."""
    loan = lent()
    repay(loan, "1000", cast.finance)
    asked = loans.ask_write_off(
        loan_id=loan.pk, reason="去世，无遗产", document_no="纪要 9 号", by=cast.finance
    )
    return loans.write_off(loan_id=loan.pk, by=cast.approver, seen=asked.seen)


@pytest.mark.django_db
@pytest.mark.requirement("D6", "E6")
def test_a_loan_is_booked_out_back_and_written_off_with_its_decision(lost, cast, second):
    months = [this_month()]
    assert this_month() in list_booked_months(
        union=cast.city, today=this_month().replace(year=this_month().year + 1)
    )
    assert count_by_month(union=cast.city, months=months)[0]["undrawn"] == 3
    paid, back, loss = services.draw_vouchers(union=cast.city, month=this_month(), by=second)
    assert entries(paid) == [("13501", "D", 6000), ("102", "C", 6000)]
    assert entries(back) == [("102", "D", 1000), ("13501", "C", 1000)]
    assert entries(loss) == [("50404", "D", 5000), ("13501", "C", 5000)]
    assert "纪要 9 号" in loss.memo
    assert (loss.maker, loss.origin) == (cast.finance, lost.number)
    found = get_trial_balance(union=cast.city, month=this_month())
    sums = {row.subject: row.closing for row in found.rows}
    assert (sums["13501"], sums["50404"], found.agrees) == (0, 5000, True)
    assert next(iter(find_undrawn(cast.city, this_month()))).text.endswith("没有审核")
    assert_books_balance()


@pytest.mark.django_db
@pytest.mark.requirement("D6", "E6")
def test_a_month_is_not_closed_while_the_claim_is_not_what_is_lent(lent, cast, second):  # noqa: F811
    def gaps():
        return [one.text for one in find_lent_gap(cast.city, this_month())]

    loan = lent()
    repay(loan, "1000", cast.finance)
    assert gaps() == [], "what has no voucher yet is told by another check"
    services.draw_vouchers(union=cast.city, month=this_month(), by=second)
    assert (get_lent_out(cast.city, timezone.localdate()), gaps()) == (5000, [])
    with unguarded():
        VoucherEntry.objects.filter(subject=LENT, side="C").update(subject="50404")
    [text] = gaps()
    assert "“其他应收款——周转金”科目 6,000.00 元，借款台账没有收回的 5,000.00 元" in text
    assert text in [one.text for done in check_closing(cast.city, this_month()) for one in done.obstacles]


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_both_layouts_name_the_claim(lost, cast, second, package):
    services.draw_vouchers(union=cast.city, month=this_month(), by=second)
    rows = list(list_with_entries(union=cast.city, month=this_month()))
    sheet = list(load_workbook(BytesIO(reports.package_sheet(rows, PACKAGES[package]))).active.values)
    told = [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]]
    code = "科目编码" if package == "u8" else "科目代码"
    sides = [(row["借方金额"], row["贷方金额"]) for row in told if row[code] == "13501"]
    assert sides == [(6000, None), (None, 1000), (None, 5000)]
    assert {row["科目名称"] for row in told if row[code] == "13501"} == {"其他应收款——周转金"}


@pytest.mark.django_db
def test_a_loss_without_voucher_keeps_the_month_open_and_has_its_page(client, lent, cast, second):  # noqa: F811
    loan = lent()
    services.draw_vouchers(union=cast.city, month=this_month(), by=second)
    asked = loans.ask_write_off(loan_id=loan.pk, reason="去世", document_no="纪要 9 号", by=cast.finance)
    loans.write_off(loan_id=loan.pk, by=cast.approver, seen=asked.seen)
    assert "1 笔核销没有记账凭证" in [one.text for one in find_undrawn(cast.city, this_month())]
    [loss] = services.draw_vouchers(union=cast.city, month=this_month(), by=second)
    client.force_login(cast.finance)
    page = client.get(reverse("books:voucher", args=[loss.pk])).content.decode()
    assert reverse("loans:loan", args=[loan.pk]) in page


@pytest.mark.django_db
class TestAroundPython:
    def refused(self, act):
        def whole():
            with transaction.atomic(), connection.cursor() as cursor:
                act()
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(IntegrityError) as error:
            whole()
        return broken(error.value)

    def voucher(self, loan, **more):
        told = {"union": loan.union, "month": this_month(), "on": timezone.localdate(), "loan": loan}
        return Voucher(**{**told, "maker_id": loan.asked_by_id, "drawn_by_id": loan.asked_by_id, **more})

    def test_what_was_not_written_off_has_no_voucher(self, lent):  # noqa: F811
        loan = lent()
        more = {"maker_id": loan.granted_by_id, "drawn_by_id": loan.granted_by_id}
        assert self.refused(self.voucher(loan, **more).save) == "voucher_of_its_journal"

    def test_a_voucher_of_a_loss_is_of_who_asked(self, lost, cast):
        wrong = self.voucher(lost, maker_id=cast.approver.pk)
        assert self.refused(wrong.save) == "voucher_of_its_journal"

    def test_a_voucher_of_a_loss_takes_the_whole_of_it_off(self, lost):
        def draw():
            made = self.voucher(lost)
            made.save()
            for place, (subject, side) in enumerate((("50404", "D"), ("13501", "C")), 1):
                made.entries.create(position=place, subject=subject, side=side, amount=4999)

        assert self.refused(draw) == "voucher_balanced"

    def test_a_voucher_is_of_one_thing(self, lost):
        journal = lost.commitment.postings.first().journal_id
        assert self.refused(self.voucher(lost, journal_id=journal).save) == "voucher_of_one_thing"
