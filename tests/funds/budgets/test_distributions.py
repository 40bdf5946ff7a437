"""Tables of allocation: drawn up by one, approved by another, sent as a whole; what is refused where."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from tablib import Dataset

from funds.budgets import selectors, services
from funds.budgets.models import Distribution
from funds.budgets.resources import ShareResource
from funds.budgets.rules import PlannedShare, divide
from funds.budgets.services import Letter
from funds.budgets.states import Stage
from funds.ledgers import services as ledger
from funds.ledgers.models import Allocation, Fund, Journal
from funds.ledgers.selectors import line_buckets
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_line
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]
LETTER = Letter("通工〔2026〕21号", date(2026, 3, 6), "hand")


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def line(cast):
    return make_line(cast.finance)


@pytest.fixture
def counties(cast):
    return [cast.county, *UnionFactory.create_batch(2, county_level=True, parent=cast.city)]


@pytest.fixture
def drawn(cast, line):
    """`drawn({union: "5"})`: a draft of the city."""

    def make(sums, letter=LETTER):
        shares = [PlannedShare(union.pk, Decimal(amount)) for union, amount in sums.items()]
        return services.draw_up(line_id=line.pk, letter=letter, shares=shares, by=cast.finance)

    return make


@pytest.fixture
def take(cast):
    def steps(row, *actions, **more):
        for action in actions:
            by = cast.approver if action in ("approve", "return") else cast.finance
            row = services.take_distribution_step(
                distribution_id=row.pk, action=action, by=by, **{"approval_no": "纪要 2 号", **more}
            )
        return row

    return steps


def test_all_unions_get_their_money_in_one_go(cast, line, counties, drawn, take):
    row = drawn(dict(zip(counties, ("1000", "2000.50", "3000"), strict=True)))
    assert list(selectors.list_to_decide(cast.approver)) == []
    row = take(row, "submit")
    assert list(selectors.list_to_decide(cast.approver)) == [row]
    row = take(row, "approve")
    assert available(line) == Decimal(10000)
    assert list(selectors.list_to_send(cast.finance)) == [row]
    row = take(row, "send")
    assert (row.state, row.sent_on) == (Stage.SENT, timezone.localdate())
    assert line_buckets(line.pk)["allocated"] == Decimal("6000.50")
    for share in selectors.list_shares(row):
        assert share.allocation.lower_line.union_id == share.union_id
        assert available(share.allocation.lower_line) == share.amount
    assert AuditRecord.objects.filter(action="ledger.allocate").count() == 3
    assert AuditRecord.objects.filter(action="ledger.allocate_in").count() == 3
    keeper = UserFactory(union=cast.county, role=Role.FINANCE)
    first = Allocation.objects.get(lower_line__union=cast.county)
    ledger.confirm_arrival(allocation_id=first.pk, on=timezone.localdate(), by=keeper)
    shown = selectors.list_distributions(user=cast.finance).get()
    assert (shown.unions, shown.total, shown.arrived) == (3, Decimal("6000.50"), 1)
    assert_books_balance()


def test_what_became_of_it_is_told_of_each_union(cast, line, counties, drawn, take, as_user):
    row = take(drawn({counties[0]: "1000", counties[1]: "50"}), "submit", "approve", "send")
    below = Allocation.objects.get(lower_line__union=cast.county).lower_line
    ledger.commit(
        line_id=below.pk, use="living", amount=Decimal(300), source="tests.business:1", by=cast.approver,
        key=uuid.uuid4(), on=timezone.localdate(),
    )  # fmt: skip
    shares = {share.union_id: share for share in selectors.list_shares(row)}
    mine = shares[cast.county.pk]
    assert (mine.held, mine.paid, mine.returned, mine.rest) == (300, 0, 0, 700)
    assert selectors.sum_up(row) == {"held": 300, "paid": 0, "passed": 0, "returned": 0, "rest": 750}
    page = text_of(as_user(cast.auditor).get(url("distribution", row.pk)))
    assert "已批准待付（元）" in page
    assert "700.00" in page


def test_a_second_table_of_one_letter_grows_the_funds_below(cast, line, counties, drawn, take):
    take(drawn({counties[0]: "100"}), "submit", "approve", "send")
    again = make_line(cast.finance, use="medical")
    row = services.draw_up(
        line_id=again.pk, letter=Letter("通工〔2026〕22号", date(2026, 3, 6), "hand"), by=cast.finance,
        shares=[PlannedShare(counties[0].pk, Decimal(5))],
    )  # fmt: skip
    take(row, "submit", "approve", "send")
    ledger.allocate(
        line_id=line.pk, union_id=counties[0].pk, amount=Decimal(7), document_no=LETTER.document_no,
        document_on=LETTER.document_on, by=cast.finance, key=row.uid, on=timezone.localdate(),
    )  # fmt: skip
    totals = {fund.document_no: fund.total for fund in Fund.objects.filter(union=counties[0])}
    assert totals == {"通工〔2026〕21号": 107, "通工〔2026〕22号": 5}
    assert_books_balance()


def test_nobody_approves_their_own_table(cast, counties, drawn, take):
    row = take(drawn({counties[0]: "1"}), "submit")
    with pytest.raises(Refused, match="没有“批准分配”的权限"):
        services.take_distribution_step(distribution_id=row.pk, action="approve", by=cast.finance)
    with pytest.raises(Refused, match="会议纪要"):
        take(row, "approve", approval_no="")


def test_what_was_sent_back_is_filled_in_again(cast, counties, drawn, take):
    row = take(drawn({counties[0]: "1"}), "submit")
    with pytest.raises(Refused, match="已经提交"):
        services.fill(
            distribution_id=row.pk, shares=[PlannedShare(counties[0].pk, Decimal(2))], by=cast.finance
        )
    take(row, "return", comment="少了一个区")
    services.fill(distribution_id=row.pk, shares=[PlannedShare(counties[1].pk, Decimal(2))], by=cast.finance)
    assert take(row, "submit", "approve", "send").state == Stage.SENT


def test_money_that_went_meanwhile_is_not_sent(cast, line, counties, drawn, take):
    row = take(drawn({counties[0]: "9000", counties[1]: "1000"}), "submit", "approve")
    ledger.freeze(
        line_id=line.pk,
        amount=Decimal(1),
        reason="等通知",
        by=cast.finance,
        key=row.uid,
        on=timezone.localdate(),
    )
    before = Journal.objects.count()
    with pytest.raises(Refused, match="余额不足"):
        take(row, "send")
    assert Journal.objects.count() == before
    assert Distribution.objects.get().state == Stage.APPROVED


def test_what_goes_elsewhere_or_is_no_sum_is_refused(cast, counties, drawn):
    side = UnionFactory(city_level=True, parent=cast.province)
    closed = UnionFactory(county_level=True, parent=cast.city, closed_on="2026-01-01")
    for union in (cast.city, side, cast.province, closed):
        with pytest.raises(Refused, match="只能分配给"):
            drawn({union: "5"})
    for amount, why in (
        ("10000.01", "多出 0.01 元"),
        ("0", "大于零"),
        ("-5", "大于零"),
        ("1.005", "两位小数"),
    ):
        with pytest.raises(Refused, match=why):
            drawn({counties[0]: amount})
    assert not Distribution.objects.exists()


def test_money_whose_last_day_is_over_stays(cast, drawn, counties):
    late = make_line(cast.finance, use="medical", use_by=date(2026, 3, 20))
    with pytest.raises(Refused, match="已过期"):
        services.draw_up(line_id=late.pk, letter=LETTER, shares=[], by=cast.finance)


def test_a_letter_has_one_table_of_a_line_until_it_is_dropped(cast, counties, drawn, take):
    row = drawn({counties[0]: "1"})
    with pytest.raises(Refused, match="已经有这条指标"):
        drawn({counties[0]: "1"})
    take(row, "drop", comment="文号错了")
    drawn({counties[0]: "1"})


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100", {1: 1, 2: 1, 3: 1}, ["33.34", "33.33", "33.33"]),
        ("0.02", {1: 1, 2: 1, 3: 1}, ["0.01", "0.01", "0"]),
        ("100", {1: 3, 2: 0, 3: 1}, ["75", "0", "25"]),
        ("100", {1: 0}, ["0"]),
        ("100", {}, []),
    ],
)
def test_a_total_is_divided_to_the_fen(total, weights, parts):
    found = divide(Decimal(total), {key: Decimal(weight) for key, weight in weights.items()})
    assert list(found.values()) == [Decimal(part) for part in parts]


def by_union(shares):
    return {share.union_id: share.amount for share in shares}


def test_a_table_begins_as_it_was_chosen(cast, line, counties, monkeypatch):
    monkeypatch.setattr(
        selectors.HOUSEHOLDS, "_values", {"x": lambda keys: {counties[0].pk: 3, counties[1].pk: 1}}
    )
    by = {"total": Decimal(100)}
    assert by_union(selectors.suggest_shares(line, "households", **by)) == {
        counties[0].pk: 75, counties[1].pk: 25,
    }  # fmt: skip
    shares = selectors.suggest_shares(line, "households", standard=Decimal(20), **by)
    assert by_union(shares) == {counties[0].pk: 60, counties[1].pk: 20}
    assert len(selectors.suggest_shares(line, "equal", **by)) == 3
    assert selectors.suggest_shares(line, "hand", **by) == []
    assert selectors.suggest_shares(line, "actuals", **by) == []


def test_from_the_page_to_the_vouchers(cast, line, counties, as_user):
    client = as_user(cast.finance)
    told = {
        "line_id": line.pk,
        "document_no": "通工〔2026〕40号",
        "document_on": "2026-03-06",
        "basis": "equal",
    }
    assert "指标可用只有" in text_of(client.post(url("distribution_new"), {**told, "total": "20000"}))
    client.post(url("distribution_new"), {**told, "total": "300"})
    row = Distribution.objects.get()
    page = text_of(client.get(url("distribution_fill", row.pk)))
    assert page.count('value="100.00"') == 3
    names = [f"amount-{union.pk}" for union in counties]
    wrong = client.post(
        url("distribution_fill", row.pk), {names[0]: "-1", names[1]: "1.005", names[2]: "９９９９９"}
    )
    assert wrong.status_code == 422
    for why in ("金额不能是负数", "最多两位小数"):
        assert why in text_of(wrong)
    above = client.post(
        url("distribution_fill", row.pk), {names[0]: "", names[1]: "", names[2]: "９９９９９"}
    )
    assert above.status_code == 409
    assert "多出 89,999.00 元" in text_of(above)
    client.post(url("distribution_fill", row.pk), {names[0]: "１５０", names[1]: "50.5", names[2]: ""})
    client.post(url("distribution_step", row.pk), {"action": "submit"})
    approver = as_user(cast.approver)
    approver.post(url("distribution_step", row.pk), {"action": "approve", "approval_no": "纪要 5 号"})
    client = as_user(cast.finance)
    assert "确认一次下拨给 2 个工会" in text_of(client.get(url("distribution", row.pk)))
    client.post(url("distribution_step", row.pk), {"action": "send"})
    page = text_of(client.get(url("distribution", row.pk)))
    assert "待确认" in page
    paper = client.get(url("distribution_paper", row.pk))
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(paper.content)).pages)
    for part in ("人民币贰佰元零伍角", "通工〔2026〕40号", "纪要 5 号", counties[0].name):
        assert part in text
    assert_books_balance()


def dataset(*rows):
    heads = [column.label for column in ShareResource.layout]
    return Dataset(*[[row.get(head, "") for head in heads] for row in rows], headers=heads)


def test_sums_come_in_from_a_workbook(cast, counties, drawn):
    row = drawn({counties[0]: "1"})
    number = {"下拨文号": row.document_no}
    told = [
        {**number, "工会编码": counties[0].code, "金额（元）": "２０"},
        {**number, "工会": counties[1].name, "金额（元）": "1.2万"},
        {**number, "工会": cast.elsewhere.name, "金额（元）": "5"},
        {**number, "工会编码": cast.city.code, "金额（元）": "5"},
        {"下拨文号": "没有", "工会编码": counties[2].code, "金额（元）": "5"},
        {**number, "工会编码": counties[2].code, "金额（元）": "30"},
    ]
    checked = ShareResource(union=cast.city, by=cast.finance).import_data(dataset(*told), dry_run=True)
    said = {one.number: "".join(one.error.messages) for one in checked.invalid_rows}
    assert "多出" in said[2]
    assert "本工会及下级没有这个工会" in said[3]
    assert "只能分配给" in said[4]
    assert "没有这个文号" in said[5]
    ShareResource(union=cast.city, by=cast.finance).import_data(dataset(told[0], told[5]), dry_run=False)
    assert [share.amount for share in row.shares.order_by("amount")] == [20, 30]


def test_a_share_of_a_union_far_below_stands_on_the_page_and_stays(cast, counties, drawn, as_user):
    town = UnionFactory(level="township", parent=cast.county)
    works = UnionFactory(parent=town)
    row = drawn({counties[0]: "1", works: "7"})
    client = as_user(cast.finance)
    assert works.name in text_of(client.get(url("distribution_fill", row.pk)))
    client.post(url("distribution_fill", row.pk), {f"amount-{counties[0].pk}": "2"})
    assert by_union(row.shares.all()) == {counties[0].pk: 2, works.pk: 7}
    client.post(url("distribution_fill", row.pk), {f"amount-{works.pk}": ""})
    assert by_union(row.shares.all()) == {counties[0].pk: 2}


def test_a_letter_with_two_open_tables_is_not_imported(cast, counties, drawn):
    row = drawn({counties[0]: "1"})
    other = make_line(cast.finance, use="medical")
    services.draw_up(line_id=other.pk, letter=LETTER, shares=[], by=cast.finance)
    told = {"下拨文号": row.document_no, "工会编码": counties[0].code, "金额（元）": "5"}
    checked = ShareResource(union=cast.city, by=cast.finance).import_data(dataset(told), dry_run=True)
    [wrong] = checked.invalid_rows
    assert "有 2 张正在起草" in "".join(wrong.error.messages)


def test_one_share_is_put_beside_the_others(cast, counties, drawn, take):
    row = drawn({counties[0]: "9000", counties[1]: "5"})
    put = {"distribution_id": row.pk, "by": cast.finance}
    with pytest.raises(Refused, match=r"多出 0\.01 元"):
        services.put_share(share=PlannedShare(counties[1].pk, Decimal("1000.01")), **put)
    services.put_share(share=PlannedShare(counties[1].pk, Decimal(1000)), **put)
    assert by_union(row.shares.all()) == {counties[0].pk: 9000, counties[1].pk: 1000}
    take(row, "submit")
    with pytest.raises(Refused, match="已经提交"):
        services.put_share(share=PlannedShare(counties[1].pk, Decimal(1)), **put)


def test_many_unions_cost_as_many_statements_as_a_few(cast, line, drawn, take):
    """How long a thousand take is measured by script/benchmarks/distribution.py."""

    def send(number, lead):
        rows = [
            Union(
                code=f"{lead}{n:05d}", name=f"第{lead}{n}街道总工会", level="county", parent=cast.city,
                region_code="320600",
            )
            for n in range(number)
        ]  # fmt: skip
        Union.objects.bulk_create(rows)
        unions = dict.fromkeys(Union.objects.filter(code__startswith=str(lead)), "1")
        letter = replace(LETTER, document_no=f"通工〔2026〕{lead}0号")
        row = take(drawn(unions, letter), "submit", "approve")
        with CaptureQueriesContext(connection) as captured:
            take(row, "send")
        return len(captured)

    assert send(5, 8) == send(45, 9)
    assert line_buckets(line.pk)["allocated"] == 50
