"""Vouchers of goods: 库存物品 beside 资产基金, by purchase, gift, issue, loss, return and between unions."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from funds.books import reports, services
from funds.books.models import Voucher, VoucherEntry
from funds.books.rules.goods import entries_of_goods
from funds.books.rules.packages import PACKAGES
from funds.books.selectors.goods import list_moved_goods
from funds.books.selectors.vouchers import get_trial_balance, list_with_entries
from funds.goods import services as goods
from funds.goods.rules import Arrival, Paper
from funds.ledgers.models import Period
from funds.ledgers.selectors import CHECKS
from funds.ledgers.selectors.closing import check_closing
from hardship.accounts.states import Role
from hardship.demo import clock
from tests.factories import UserFactory
from tests.funds.books.test_around_python import refused
from tests.funds.goods.conftest import ON, check, take_in

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kind", "change", "entries"),
    [
        ("purchase", "58", [("141", "D", 58), ("30101", "C", 58)]),
        ("donation", "58", [("141", "D", 58), ("30101", "C", 58)]),
        ("issue", "-58", [("30101", "D", 58), ("141", "C", 58)]),
        ("loss", "-58", [("30101", "D", 58), ("141", "C", 58)]),
        ("count", "58", [("141", "D", 58), ("30101", "C", 58)]),
        ("transfer", "-58", [("30101", "D", 58), ("141", "C", 58)]),
        ("return", "58", [("30101", "D", -58), ("141", "C", -58)]),
        ("reversal", "-58", [("141", "D", -58), ("30101", "C", -58)]),
    ],
)
def test_goods_are_stock_beside_its_fund(kind, change, entries):
    made = entries_of_goods(kind, Decimal(change))
    assert [(one.subject, one.side, one.amount) for one in made] == entries


def give(stock, by):
    rows = [Arrival(stock.quilt.pk, 10, Decimal(120), None)]
    paper = Paper(party="爱心企业", document_no="捐协 1 号", invoice_no="J1")
    slip = goods.take_in(
        store_id=stock.store.pk, kind="donation", rows=rows, paper=paper, on=ON, by=stock.keeper
    )
    return check(slip, by)


@pytest.mark.requirement("E6")
def test_purchase_and_gift_are_drawn_up_checked_and_go_to_both_packages(stocked, cast, second):
    give(stocked, stocked.second)
    drawn = services.draw_vouchers(union=cast.city, month=MARCH, by=second)
    assert [row.origin for row in drawn] == [str(row.slip) for row in drawn]
    assert drawn[0].preparer == stocked.keeper.name
    services.check_vouchers(union=cast.city, month=MARCH, by=stocked.second)
    found = get_trial_balance(union=cast.city, month=MARCH)
    assert found.agrees
    assert {row.subject: row.closing for row in found.rows} == {"141": 7000, "30101": -7000}
    rows = list(list_with_entries(union=cast.city, month=MARCH))
    for package, title in (("u8", "科目编码"), ("k3", "科目代码")):
        sheet = load_workbook(BytesIO(reports.package_sheet(rows, PACKAGES[package]))).active
        told = [dict(zip(next(sheet.values), row, strict=True)) for row in list(sheet.values)[1:]]
        assert [row[title] for row in told] == ["141", "30101"] * 2
        assert [row["借方金额"] for row in told] == [5800, None, 1200, None]
    assert reports.voucher_sheets(rows).startswith(b"%PDF")
    assert list(CHECKS["goods_vouchers"].run(None)) == []


def test_a_transfer_is_booked_by_both_unions_when_it_arrived(stocked, cast):
    slip = goods.transfer(
        store_id=stocked.store.pk, to_store_id=stocked.county_store.pk,
        taken={stocked.lot.pk: 10}, paper=Paper(), on=date(2026, 3, 6), by=stocked.keeper,
    )  # fmt: skip
    services.draw_vouchers(union=cast.city, month=MARCH, by=cast.finance)
    assert list_moved_goods(union=cast.city, until=date(2026, 12, 31)) == []
    with clock.at(date(2026, 4, 2), 10):
        check(slip, stocked.county_keeper, "receive")
    below = UserFactory(union=cast.county, role=Role.FINANCE)
    for by, change in ((cast.finance, -580), (below, 580)):
        [row] = services.draw_vouchers(union=by.union, month=APRIL, by=by)
        assert row.on == date(2026, 4, 2)
        stock_entry = row.entries.get(subject="141")
        assert (stock_entry.amount if stock_entry.is_debit else -stock_entry.amount) == change


def test_what_comes_after_the_month_was_closed_is_of_the_open_one(stocked, cast, second):
    Period.objects.create(
        union=cast.city, month=MARCH, state="closed", closed_at="2026-04-02T00:00Z", closed_by=cast.finance
    )
    [row] = services.draw_vouchers(union=cast.city, month=APRIL, by=second)
    assert (row.on, row.slip.on) == (APRIL, ON)


def test_goods_without_a_voucher_keep_the_month_open(stocked, cast, second):
    services.draw_vouchers(union=cast.city, month=MARCH, by=second)
    give(stocked, stocked.second)
    said = [one.text for outcome in check_closing(cast.city, MARCH) for one in outcome.obstacles]
    assert "1 张物资单据没有记账凭证" in said


def test_the_database_keeps_a_voucher_of_goods(stocked, cast, second):
    waiting = take_in(stocked, 5)
    [moved] = list_moved_goods(union=cast.city, until=ON)

    def draw(slip=moved.slip, amount=5800, union=cast.city, **more):
        def act():
            row = Voucher.objects.create(
                union=union, month=MARCH, on=ON, slip=slip, maker=stocked.keeper, drawn_by=second, **more
            )
            for place, (subject, side) in enumerate((("141", "D"), ("30101", "C")), 1):
                VoucherEntry.objects.create(
                    voucher=row, position=place, subject=subject, side=side, amount=amount
                )

        return act

    assert refused("voucher_balanced", draw(amount=5801))
    assert refused("voucher_balanced", draw(slip=waiting, amount=290))
    assert refused("voucher_balanced", draw(union=cast.county))
    assert refused("voucher_of_its_journal", draw(maker_for=second))
    draw()()
    assert refused("voucher_of_a_slip_once", draw())
