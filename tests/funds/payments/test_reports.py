"""What leaves the program of a batch and what comes back in a file: columns, totals, wrong cells."""

import io
import uuid
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db.models import Sum
from django.utils import timezone

from funds.payments import reports, selectors, services
from funds.payments.columns import BANK_LIST, RESULT, ROSTER
from funds.payments.filters import RosterFilter
from funds.payments.models import Payment
from funds.payments.rules import read_answer, step_key
from funds.payments.states import Result
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetError
from tests.factories import UnionFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import CARD

HEADINGS = [str(column.label) for column in (*BANK_LIST, *RESULT)]


def workbook(*rows, headings=HEADINGS, above=()):
    book = openpyxl.Workbook()
    for row in (*above, headings, *rows):
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row(line=1, result="成功", amount=100, day=None, **more):
    known = {"序号": line, "金额（元）": amount, "结果": result, "入账日期": day, "银行卡号": CARD}
    return [(known | more).get(heading) for heading in HEADINGS]


def read(*rows, **more):
    return read_answer(workbook(*rows, **more)).rows


def test_a_row_is_read_by_its_headings_and_named_by_its_place_in_excel():
    day = date(2026, 3, 5)
    above = (["银行代发名单"], [], ["批次号：X"])
    (found,) = read(row(3, "失败", "1,234.50", day, 失败原因=" 户名不符 ", 流水号=20261), above=above)
    assert (found.row, found.line, found.result) == (5, 3, Result.FAILED)
    assert (found.amount, found.card_tail, found.paid_on) == (Decimal("1234.50"), CARD[-4:], day)
    assert (found.failure, found.serial) == ("户名不符", "20261")


def test_the_order_of_the_columns_does_not_matter_and_only_two_are_needed():
    (found,) = read(["成功", "2"], headings=["结果", " 序号 "])
    assert (found.line, found.result, found.amount, found.card_tail) == (2, Result.PAID, None, "")


def test_blank_rows_and_the_total_are_no_results():
    rows = read(row(1), [], [None, "", None], ["合计", None, None], row(2))
    assert [found.line for found in rows] == [1, 2]


@pytest.mark.parametrize(
    ("value", "line"),
    [(1, 1), (1.0, 1), ("7", 7), ("1.5", None), ("一", None), (-1, None), ("１", None), ("9" * 10, None),
     (None, None)],
)  # fmt: skip
def test_a_line_is_a_whole_number_or_none(value, line):
    assert read(row(value))[0].line == line


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (100, "100.00"), (100.1, "100.10"), ("100.10", "100.10"), ("1,000", "1000.00"), (None, None),
    ],
)  # fmt: skip
def test_an_amount_is_yuan_as_a_number_or_as_text(value, amount):
    found = read(row(amount=value))[0].amount
    assert found == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("value", ["abc", "1.005", "1e3x", "12元5角"])
def test_an_amount_that_cannot_be_read_names_its_row(value):
    with pytest.raises(SheetError, match="第 3 行金额"):
        read(row(1), row(2, amount=value))


@pytest.mark.parametrize("value", ["昨天", "2026-13-01", "20260230"])
def test_a_day_that_cannot_be_read_names_its_row(value):
    with pytest.raises(SheetError, match="第 2 行入账日期"):
        read(row(day=value))


@pytest.mark.parametrize(
    ("word", "result"), [("成功", Result.PAID), (" 失败 ", Result.FAILED), ("OK", ""), (None, "")]
)
def test_a_result_is_one_of_two_words(word, result):
    assert read(row(result=word))[0].result == result


def test_a_file_without_the_two_columns_is_no_result():
    with pytest.raises(SheetError, match="没有找到"):
        read(row(), headings=["姓名", "金额"])


def test_the_same_step_of_the_same_batch_has_one_key():
    batches, steps = (uuid.UUID(int=1), uuid.UUID(int=2)), ("send", "paid:1", "paid:1,2", "failed:1")
    keys = [step_key(batch, step) for batch in batches for step in steps]
    assert keys == [step_key(batch, step) for batch in batches for step in steps]
    assert len(set(keys)) == 8


@pytest.mark.django_db
@pytest.mark.requirement("F6")
def test_the_bank_list_prints_what_stood_when_the_batch_was_made(gift_batch, cast):
    batch = gift_batch(2, "sent")
    before = reports.bank_list(batch)
    assert reports.bank_list(batch) == before
    sheet = openpyxl.load_workbook(io.BytesIO(before)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(n for n, line in enumerate(lines) if line[0] == "序号")
    assert lines[start] == HEADINGS
    assert lines[start + 1][:7] == [1, "收礼人1", "中国工商银行", None, CARD, 100, "节日慰问"]
    head = "\n".join(str(line[0]) for line in lines[:start])
    assert "笔数：2" in head
    assert "200.00" in head
    assert f"制单：{cast.finance}　复核：{cast.city_reviewer}　放行：{cast.approver}" in head


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("made", ["done", "current", "todo", "todo", "todo"]),
        ("checked", ["done", "done", "current", "todo", "todo"]),
        ("released", ["done", "done", "done", "current", "todo"]),
        ("sent", ["done", "done", "done", "done", "current"]),
    ],
)
def test_the_progress_of_a_batch_is_who_did_what_and_what_comes_next(gift_batch, cast, state, steps):
    progress = reports.progress(gift_batch(1, state))
    assert [step.state for step in progress] == steps
    sent = f"{cast.finance} {timezone.localdate()} 网上银行"
    people = [cast.finance, cast.city_reviewer, cast.approver, sent]
    names = [str(person) for person in people][: steps.count("done")]
    assert [step.note for step in progress] == names + [""] * (5 - len(names))


@pytest.mark.django_db
def test_the_progress_of_a_cancelled_batch_stops(gift_batch, cast):
    batch = gift_batch(1, "checked")
    batch = services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="作废")
    assert [step.state for step in reports.progress(batch)] == ["done", "done", *["stopped"] * 3]


@pytest.mark.django_db
@pytest.mark.requirement("E6")
def test_the_roster_shows_the_payable_with_its_numbers_masked(gift_batch, cast, line):
    batch = gift_batch(1, "sent")
    payment = selectors.list_roster(user=cast.auditor).get(batch=batch)
    shown = dict(zip((column.key for column in ROSTER), values(ROSTER, payment), strict=True))
    assert (shown["payee"], shown["programme"], shown["category"]) == ("收礼人1", "节日慰问", "深度困难")
    assert (shown["application"], shown["fund"]) == ("礼-1", line.fund.name)
    assert "*" in shown["id_number"]
    assert CARD not in str(shown)
    full = values(ROSTER, payment, reveal=True)
    assert CARD in full
    assert payment.payable.id_number.reveal() in full


@pytest.mark.django_db
def test_the_totals_of_a_roster_are_those_of_its_rows(gift, cast):
    batch = carry([gift("10.01"), gift("20.02"), gift("30.03")], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), failed(2)], by=cast.finance)
    carry([gift("5.00")], cast)
    sums = selectors.total(selectors.list_roster(user=cast.auditor))
    assert (sums.count, sums.amount) == (4, Decimal("65.06"))
    assert (sums.paid, sums.sent, sums.failed) == (Decimal("10.01"), Decimal("30.03"), Decimal("20.02"))
    assert (sums.paid_count, sums.open_count, sums.given_up_count) == (1, 2, 1)
    assert (sums.open, sums.given_up) == (Decimal("35.03"), Decimal("20.02"))
    assert selectors.total(Payment.objects.none()).amount == 0
    assert selectors.paid_to("household:1").aggregate(sum=Sum("amount"))["sum"] == Decimal("10.01")
    assert not selectors.paid_to("household:2").exists()


@pytest.mark.django_db
def test_the_roster_is_narrowed_by_what_its_form_takes_and_nothing_else(gift, cast, line):
    other = UnionFactory(parent=cast.county)
    first = carry([gift(), gift(union=other)], cast, "sent")
    services.record_results(batch_id=first.pk, rows=[paid(1), paid(2)], by=cast.finance)
    second = carry([gift()], cast)

    def lines(**query):
        filtered = RosterFilter(query, queryset=selectors.list_roster(user=cast.auditor), user=cast.auditor)
        return filtered.qs.count(), filtered.in_words()

    assert lines() == (3, {})
    assert lines(state="paid") == (2, {"状态": "已到账"})
    assert lines(batch=second.number)[0] == 1
    assert lines(union=str(other.pk))[0] == 1
    assert lines(union=str(cast.county.pk))[0] == 3
    assert lines(fund=str(line.fund_id), use="living")[0] == 3
    assert lines(use="medical")[0] == 0
    assert lines(until="2020-01-01")[0] == 0
    assert lines(since="2020-01-01")[0] == 2  # what has not arrived has no day
    assert lines(note=CARD, batch=CARD)[1] == {}


@pytest.mark.django_db
def test_payments_are_found_by_their_sources(gift, cast, gifts):
    rows = [gift(), gift(), gift()]
    batch = carry(rows[:2], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1), paid(2)], by=cast.finance)
    carry(rows[:1], cast)
    found = selectors.list_payments_of([row.source for row in rows])
    states = {source: [payment.state for payment in payments] for source, payments in found.items()}
    assert states == {rows[0].source: ["ready", "failed"], rows[1].source: ["paid"]}
