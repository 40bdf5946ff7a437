"""Recalls: drawn up by one, approved by another, given back by whoever has the money, as far as it is
free."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from funds.budgets import selectors, services
from funds.budgets.models import Recall
from funds.budgets.rules import is_recallable, last_day
from funds.budgets.services import Notice
from funds.budgets.states import RECALL_DAYS, Call
from funds.ledgers import services as ledger
from funds.ledgers.models import Allocation, Journal
from funds.ledgers.selectors import line_buckets, list_to_confirm
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, available, make_line
from tests.cases.archives.test_archive_pdf import read
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def text_of(response):
    return response.content.decode()


def notice(number=1):
    today = timezone.localdate()
    return Notice(f"通工收〔2026〕{number}号", today, today + timedelta(days=10), "使用期限已到")


@pytest.fixture
def line(cast):
    """10,000 yuan of the city that were to be used until yesterday."""
    return make_line(cast.finance, use_by=timezone.localdate() - timedelta(days=1))


@pytest.fixture
def keeper(cast):
    return UserFactory(union=cast.county, role=Role.FINANCE)


@pytest.fixture
def hand(cast, line):
    """`hand(union, "100")`: the line of a union that got so much."""

    def give(union, amount, number="通工〔2026〕7号"):
        made = ledger.allocate(
            line_id=line.pk, union_id=union.pk, amount=Decimal(amount), document_no=number, document_on=ON,
            by=cast.finance, key=uuid.uuid4(), on=ON,
        )  # fmt: skip
        return made.lower_line

    return give


@pytest.fixture
def take(cast):
    def steps(row, *actions, **more):
        for action in actions:
            by = cast.approver if action in ("approve", "return") else cast.finance
            row = services.take_recall_step(
                recall_id=row.pk, action=action, by=by, **{"approval_no": "纪要 3 号", **more}
            )
        return row

    return steps


@pytest.fixture
def sent(cast, line, take):
    """A notice of the city that its counties have."""

    def make():
        row = services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
        return take(row, "submit", "approve")

    return make


def commit(line, amount, by):
    return ledger.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), source="t:1", by=by, key=uuid.uuid4(), on=ON
    )


def test_what_is_free_comes_back_and_what_is_approved_stays(cast, line, hand, keeper, sent):
    """Two counties, one of which has 300 approved and 50 frozen of its 1,000."""
    lower, other = hand(cast.county, "1000"), hand(UnionFactory(county_level=True, parent=cast.city), "70")
    commit(lower, "300", cast.approver)
    ledger.freeze(line_id=lower.pk, amount=Decimal(50), reason="核实", by=keeper, key=uuid.uuid4(), on=ON)
    assert list(selectors.list_due_funds(cast.finance)) == [line.fund]
    recall = sent()
    assert list(selectors.list_due_funds(cast.finance)) == []  # one is under way
    asked = {row.line_id: row for row in selectors.list_recall_rows(recall, user=cast.finance)}
    assert (asked[lower.pk].amount, asked[lower.pk].held, asked[lower.pk].frozen) == (650, 300, 50)
    assert [row.line for row in selectors.list_to_give_back(keeper)] == [lower]
    row = services.answer_recall(row_id=asked[lower.pk].pk, by=keeper)
    assert (row.returned, row.kept_reason, row.answered_by) == (650, "", keeper)
    assert (row.allocation.document_no, row.allocation.reason) == (recall.document_no, "使用期限已到")
    assert (available(lower), line_buckets(lower.pk)["committed"]) == (0, 300)
    assert (available(line), line_buckets(line.pk)["allocated"]) == (9580, 420)
    assert list(list_to_confirm(user=cast.finance)) == [row.allocation]
    recall.refresh_from_db()
    assert recall.state == Call.NOTIFIED
    last = UserFactory(union=other.union, role=Role.FINANCE)
    services.answer_recall(row_id=asked[other.pk].pk, by=last)
    recall.refresh_from_db()
    assert recall.state == Call.DONE
    found = selectors.list_recalls(user=cast.finance).get()
    assert (found.lines, found.answered, found.total, found.returned) == (2, 2, 720, 720)
    assert AuditRecord.objects.filter(action="recall.answer").count() == 2
    assert AuditRecord.objects.filter(action="ledger.return").count() == 2
    assert_books_balance()


def test_less_goes_back_with_a_reason_alone(cast, hand, keeper, sent):
    lower = hand(cast.county, "1000")
    row = sent().rows.get()
    commit(lower, "400", cast.approver)
    with pytest.raises(Refused, match=r"可以退的是 600.00 元，还差 400.00 元"):
        services.answer_recall(row_id=row.pk, by=keeper, kept_reason="　")
    row = services.answer_recall(row_id=row.pk, by=keeper, kept_reason="已批准 1 户")
    assert (row.returned, row.kept_reason) == (600, "已批准 1 户")


def test_where_nothing_is_free_any_more_the_reason_is_the_answer(cast, hand, keeper, sent):
    lower = hand(cast.county, "1000")
    recall = sent()
    commit(lower, "1000", cast.approver)
    row = services.answer_recall(row_id=recall.rows.get().pk, by=keeper, kept_reason="全部已批准")
    assert (row.allocation, row.standing_words) == (None, "未退")
    recall.refresh_from_db()
    assert recall.state == Call.DONE


def test_two_people_and_the_own_finance(cast, hand, keeper, take, line):
    hand(cast.county, "10")
    row = services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
    with pytest.raises(Refused, match="只有“"):
        services.draw_up_recall(fund_id=line.fund_id, notice=notice(2), by=cast.approver)
    row = take(row, "submit")
    cast.finance.roles = [Role.FINANCE, Role.APPROVER]
    with pytest.raises(Refused, match="另一个人批准"):
        services.take_recall_step(recall_id=row.pk, action="approve", by=cast.finance, approval_no="纪要")
    with pytest.raises(Refused, match="会议纪要"):
        take(row, "approve", approval_no="")
    assert list(selectors.list_recalls_to_decide(cast.approver)) == [row]
    row = take(row, "approve")
    asked = row.rows.get()
    with pytest.raises(row.rows.model.DoesNotExist):
        services.answer_recall(row_id=asked.pk, by=cast.finance)
    clerk = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(Refused, match="只有“"):
        services.answer_recall(row_id=asked.pk, by=clerk)
    services.answer_recall(row_id=asked.pk, by=keeper)
    with pytest.raises(Refused, match="已经办理过"):
        services.answer_recall(row_id=asked.pk, by=keeper)


def test_who_drew_it_up_does_not_answer_it_elsewhere(cast, hand, sent):
    """They changed to the county since."""
    hand(cast.county, "10")
    asked = sent().rows.get()
    cast.finance.union = cast.county
    cast.finance.save()
    with pytest.raises(Refused, match="另一位财务"):
        services.answer_recall(row_id=asked.pk, by=cast.finance)


@pytest.mark.parametrize(
    ("use_by", "return_by", "is_due"),
    [
        (None, None, False),
        (31, None, False),
        (30, None, True),
        (None, 30, True),
        (-400, None, True),
        (90, 3, True),
    ],
)
def test_money_is_called_back_from_a_month_before_its_last_day(use_by, return_by, is_due):
    today = date(2026, 12, 1)
    days = [None if n is None else today + timedelta(days=n) for n in (use_by, return_by)]
    assert is_recallable(*days, today) is is_due
    assert last_day(None, None) is None


def test_money_that_has_time_or_no_last_day_stays(cast, keeper):
    for more, why in (
        ({}, "没有使用期限"),
        ({"use_by": timezone.localdate() + timedelta(days=90)}, "才到期"),
    ):
        line = make_line(cast.finance, **more)
        with pytest.raises(Refused, match=why):
            services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
    assert not Recall.objects.exists()


def test_more_than_is_free_is_not_asked_for(cast, hand, line):
    lower = hand(cast.county, "100")
    row = services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
    for amount, why in (
        ("100.01", "只有 100.00 元"),
        ("0", "大于零"),
        ("-1", "大于零"),
        ("1.005", "两位小数"),
    ):
        with pytest.raises(Refused, match=why):
            services.fill_recall(recall_id=row.pk, amounts={lower.pk: Decimal(amount)}, by=cast.finance)
    with pytest.raises(Refused, match="没有可以收回"):
        services.fill_recall(recall_id=row.pk, amounts={line.pk: Decimal(1)}, by=cast.finance)
    services.fill_recall(recall_id=row.pk, amounts={lower.pk: Decimal(40)}, by=cast.finance)
    assert row.rows.get().amount == 40
    with pytest.raises(Refused, match="没有可以收回的钱"):  # the line is asked about already
        services.draw_up_recall(fund_id=line.fund_id, notice=notice(2), by=cast.finance)


def test_what_a_lower_union_handed_on_it_calls_back_itself(cast, hand, keeper, line):
    lower = hand(cast.county, "100")
    town = UnionFactory(level="township", parent=cast.county)
    ledger.allocate(
        line_id=lower.pk, union_id=town.pk, amount=Decimal(30), document_no="县1", document_on=ON, by=keeper,
        key=uuid.uuid4(), on=ON,
    )  # fmt: skip
    [found] = selectors.list_recallable(line.fund)
    assert (found.union, found.free) == (cast.county, 70)
    [below] = selectors.list_recallable(lower.fund)
    assert (below.union, below.free) == (town, 30)
    assert list(selectors.list_due_funds(keeper)) == [lower.fund]


def test_what_a_notice_left_below_is_due_again_after_weeks(cast, line, hand, keeper, take):
    lower = hand(cast.county, "100")
    row = services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
    services.fill_recall(recall_id=row.pk, amounts={lower.pk: Decimal(40)}, by=cast.finance)
    services.answer_recall(row_id=take(row, "submit", "approve").rows.get().pk, by=keeper)
    assert available(lower) == 60
    assert list(selectors.list_due_funds(cast.finance)) == []
    with freeze_time(timezone.now() + timedelta(days=RECALL_DAYS)):
        assert list(selectors.list_due_funds(cast.finance)) == [line.fund]


def test_a_return_for_a_notice_is_not_taken_back_alone(cast, hand, keeper, sent):
    hand(cast.county, "100")
    row = services.answer_recall(row_id=sent().rows.get().pk, by=keeper)
    before = Journal.objects.count()
    with pytest.raises(Refused, match="不能冲销"):
        ledger.reverse(
            journal_id=row.allocation.lower_journal_id,
            reason="留着用",
            by=keeper,
            key=uuid.uuid4(),
            on=timezone.localdate(),
        )
    assert Journal.objects.count() == before


def test_a_notice_that_nobody_answers_is_ended_by_hand(cast, hand, keeper, sent, take):
    hand(cast.county, "100")
    recall = sent()
    with pytest.raises(Refused, match="必须填写意见"):
        take(recall, "finish")
    take(recall, "finish", comment="工会已并入市直机关")
    with pytest.raises(Refused, match="收回已经结束"):
        services.answer_recall(row_id=recall.rows.get().pk, by=keeper)
    assert list(selectors.list_to_give_back(keeper)) == []


def test_each_union_sees_its_own_lines_once_it_has_the_notice(cast, hand, keeper, line, take, as_user):
    hand(cast.county, "1000")
    hand(UnionFactory(county_level=True, parent=cast.city), "70.07")
    row = services.draw_up_recall(fund_id=line.fund_id, notice=notice(), by=cast.finance)
    assert as_user(keeper).get(url("recall", row.pk)).status_code == 404
    row = take(row, "submit", "approve")
    page = text_of(as_user(keeper).get(url("recall", row.pk)))
    assert "1,000.00" in page
    assert "70.07" not in page
    assert "1,070.07" in text_of(as_user(cast.approver).get(url("recall", row.pk)))
    _pages, paper = read(as_user(keeper).get(url("recall_paper", row.pk)).content)
    for part in ("资金收回通知书", "人民币壹仟元整", row.document_no, "纪要 3 号", "待退回"):
        assert part in paper
    assert "70.07" not in paper
    stranger = UserFactory(union=cast.elsewhere, role=Role.FINANCE)
    assert as_user(stranger).get(url("recall", row.pk)).status_code == 404
    assert as_user(stranger).get(url("recall_answer", row.rows.first().pk)).status_code == 404


def test_from_the_page_to_the_vouchers(cast, hand, keeper, line, as_user):
    lower = hand(cast.county, "1000")
    today = timezone.localdate()
    client = as_user(cast.finance)
    assert str(line.fund) in text_of(client.get(url("recall_new"), {"fund": line.fund_id}))
    told = {
        "fund_id": line.fund_id, "document_no": "通工收〔2026〕1号", "document_on": today, "reason": "到期",
    }  # fmt: skip
    late = client.post(url("recall_new"), {**told, "due_on": today - timedelta(days=1)})
    assert late.status_code == 409
    assert "退回期限不能早于文件日期" in text_of(late)
    client.post(url("recall_new"), {**told, "due_on": today})
    row = Recall.objects.get()
    page = text_of(client.get(url("recall_fill", row.pk)))
    assert 'value="1000.00"' in page
    wrong = client.post(url("recall_fill", row.pk), {f"amount-{lower.pk}": "1.005"})
    assert wrong.status_code == 422
    client.post(url("recall_fill", row.pk), {f"amount-{lower.pk}": "８００"})
    client.post(url("recall_step", row.pk), {"action": "submit"})
    as_user(cast.approver).post(url("recall_step", row.pk), {"action": "approve", "approval_no": "纪要 5 号"})
    client = as_user(keeper)
    asked = row.rows.get()
    assert url("recall_answer", asked.pk) in text_of(client.get(url("recall", row.pk)))
    assert "800.00" in text_of(client.get(url("recall_answer", asked.pk)))
    assert client.post(url("recall_answer", asked.pk), {"kept_reason": ""}).status_code == 302
    assert Allocation.objects.get(direction="up").amount == 800
    book = as_user(cast.finance).post(url("recall_sheet", row.pk))
    cells = [
        cell
        for line in openpyxl.load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True)
        for cell in line
    ]
    assert cells.count(800) >= 2
    assert "已退回，待确认" in cells
    assert_books_balance()


def test_many_unions_cost_as_many_questions_as_one(cast, hand, line):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            assert selectors.list_recallable(line.fund)
        return len(asked)

    hand(cast.county, "10")
    few = ask()
    for union in UnionFactory.create_batch(6, county_level=True, parent=cast.city):
        hand(union, "10")
    assert ask() == few == 2
