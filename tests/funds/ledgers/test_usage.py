"""下拨资金使用情况: what the money of a grant did below, as the balances of the books say."""

import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funds.ledgers import services
from funds.ledgers.models import BudgetLine, Fund
from funds.ledgers.selectors.usage import SUMS, get_usage
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.books import ON, assert_books_balance, make_line
from tests.cases.archives.test_archive_pdf import read
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3", "E5")]
NUMBER = iter(range(1, 10_000))


def key():
    return uuid.uuid4()


def url(name, *args):
    return reverse(f"ledgers:{name}", args=args)


def hand(line, union, amount, by, number="通工〔2026〕8号"):
    made = services.allocate(
        line_id=line.pk, union_id=union.pk, amount=Decimal(amount), document_no=number, document_on=ON,
        by=by, key=key(), on=ON,
    )  # fmt: skip
    return made.lower_line


def hold(line, amount, by):
    return services.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), source=f"t:{next(NUMBER)}", by=by,
        key=key(), on=ON,
    )  # fmt: skip


def go(held, by, *moves):
    for move in moves:
        move(commitment_ids=[held.pk], source="t:1", by=by, key=key(), on=ON)


def pay(line, amount, by):
    held = hold(line, amount, by)
    go(held, by, services.send, services.settle)
    return held


@pytest.fixture
def keepers(cast):
    """The finance of the county, and of a township below it."""
    town = UnionFactory(level="township", parent=cast.county)
    return [UserFactory(union=union, role=Role.FINANCE) for union in (cast.county, town)]


@pytest.fixture
def grant(cast, keepers):
    """10,000 yuan of the city. The county got 4,000 by two documents: it handed 1,000 on to a township, which
    paid 300 and holds 200; by itself it paid 450 twice, froze 50 and gave back 100. Another county has its
    500 as they came; the city paid 25 itself."""
    line = make_line(cast.finance)
    county, town = keepers
    lower = hand(line, cast.county, "3000", cast.finance)
    hand(line, cast.county, "1000", cast.finance, "通工〔2026〕9号")
    hand(line, UnionFactory(county_level=True, parent=cast.city), "500", cast.finance)
    below = hand(lower, town.union, "1000", county, "县工〔2026〕1号")
    pay(below, "300", town)
    hold(below, "200", town)
    for _time in range(2):
        pay(lower, "450", county)
    services.freeze(line_id=lower.pk, amount=Decimal(50), reason="等核实", by=county, key=key(), on=ON)
    services.give_back(
        line_id=lower.pk, amount=Decimal(100), document_no="退1", document_on=ON, reason="多拨了", by=county,
        key=key(), on=ON,
    )  # fmt: skip
    services.confirm_arrival(
        allocation_id=lower.allocations_up.get(direction="down").pk, on=date(2026, 3, 9), by=county
    )
    pay(line, "25", cast.finance)
    return line.fund


def test_a_row_says_what_became_of_all_that_a_union_got(cast, grant):
    usage = get_usage(grant)
    row = usage.rows[0] if usage.rows[0].union == cast.county else usage.rows[1]
    assert {name: getattr(row, name) for name in SUMS} == {
        "handed": 4000, "returned": 100, "held": 200, "paid": 1200, "charged": 0, "left": 2500, "frozen": 50,
        "passed": 1000,
    }  # fmt: skip
    assert row.got == row.held + row.paid + row.charged + row.left
    assert (row.documents, row.arrived_on, row.unconfirmed) == (
        "通工〔2026〕8号、通工〔2026〕9号", date(2026, 3, 9), 1000,
    )  # fmt: skip
    assert row.by_use == {"living": 1200}
    assert (usage.own.handed, usage.own.passed, usage.own.paid, usage.own.left) == (10000, 4400, 25, 5575)
    assert (usage.sums["handed"], usage.sums["left"], usage.sums["by_use"]) == (4500, 3000, {"living": 1200})
    assert_books_balance()


def test_it_is_what_plain_sql_says(grant):
    """Every bucket of every line below the grant, summed without the program."""
    sql = """
        SELECT b.bucket, sum(b.credit - b.debit) FROM ledgers_balance b
        JOIN ledgers_account a ON a.id = b.account_id JOIN ledgers_budgetline l ON l.id = a.line_id
        JOIN ledgers_fund f ON f.id = l.fund_id LEFT JOIN ledgers_fund o ON o.id = f.origin_id
        WHERE %s IN (f.origin_id, o.origin_id) GROUP BY b.bucket"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [grant.pk])
        told = dict(cursor.fetchall())
    sums = get_usage(grant).sums
    assert sums["left"] == told["available"] + told["frozen"]
    assert sums["held"] == told["committed"] + told["in_transit"]
    assert (sums["paid"], sums["charged"]) == (told["paid"], told["charged"])
    assert sums["handed"] - sums["returned"] == get_usage(grant).own.passed


def test_households_count_once_and_payments_each(grant, keepers):
    """What nobody is owed counts by its source; the bank returns one of three payments."""
    assert (get_usage(grant).sums["households"], get_usage(grant).sums["times"]) == (3, 3)
    line = BudgetLine.objects.filter(union=keepers[0].union, allocations_up__amount=3000).get()
    held = line.commitments.order_by("created_at").first()
    go(held, keepers[0], services.bounce)
    usage = get_usage(grant)
    assert (usage.sums["households"], usage.sums["times"], usage.sums["held"]) == (2, 2, 650)
    go(held, keepers[0], services.send, services.settle)
    assert (get_usage(grant).sums["households"], get_usage(grant).sums["times"]) == (3, 3)


def test_it_asks_as_often_for_many_unions_as_for_one(cast, grant):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            get_usage(grant)
        return len(asked)

    few, line = ask(), BudgetLine.objects.get(fund=grant, use="living")
    for union in UnionFactory.create_batch(8, county_level=True, parent=cast.city):
        hand(line, union, "1", cast.finance)
    assert ask() == few <= 8


def test_whoever_got_it_sees_the_own_part_alone(cast, grant, keepers, as_user):
    own = Fund.objects.get(union=cast.county, document_no="通工〔2026〕8号")
    client = as_user(keepers[0])
    assert client.get(url("usage", grant.pk)).status_code == 404
    assert client.get(url("usage_lines", grant.pk, cast.county.pk)).status_code == 404
    page = client.get(url("usage", own.pk)).content.decode()
    assert "由" + cast.city.name in page
    assert "300.00" in page  # what the township paid
    assert "450.00" not in client.get(url("usage_lines", own.pk, keepers[1].union.pk)).content.decode()
    usage = get_usage(own)
    assert (usage.own.handed, usage.own.paid, usage.sums["paid"]) == (3000, 900, 300)


def test_the_page_leads_to_the_lines_and_they_to_the_vouchers(cast, grant, as_user):
    client = as_user(cast.auditor)
    page = client.get(url("usage", grant.pk)).content.decode()
    assert url("usage_lines", grant.pk, cast.county.pk) in page
    for text in ("通工〔2026〕8号", "1,200.00", "2026-03-09", "3 户，3 户次", "生活救助"):
        assert text in page
    lines = client.get(url("usage_lines", grant.pk, cast.county.pk)).content.decode()
    below = BudgetLine.objects.filter(fund__document_no__in=("通工〔2026〕8号", "县工〔2026〕1号"))
    below = below.filter(county=cast.county)
    assert [line.pk for line in below if url("line", line.pk) not in lines] == []
    assert below.count() == 2
    own = Fund.objects.get(union=cast.county, document_no="通工〔2026〕8号")
    assert url("usage", own.pk) in lines  # it handed on, so it has a report of its own
    last = Fund.objects.get(document_no="县工〔2026〕1号")
    assert url("usage", last.pk) not in lines
    other = client.get(url("usage_lines", grant.pk, cast.elsewhere.county.pk))
    assert other.status_code == 404


def test_workbook_and_paper_say_the_same_and_are_on_record(cast, grant, as_user):
    client = as_user(cast.finance)
    answer = client.post(url("usage_export", grant.pk))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    for value in ("已付·生活救助（元）", 1200, cast.county.name):
        assert value in cells
    _pages, text = read(client.get(url("usage_pdf", grant.pk)).content)
    for part in ("下拨资金使用情况表", "1,200.00", "3,000.00", grant.document_no):
        assert part in text
    assert AuditRecord.objects.filter(action="export.fund_usage").count() == 2


def test_a_grant_that_nobody_got_of_says_so(cast, as_user):
    line = make_line(cast.finance)
    assert "还没有下拨" in as_user(cast.finance).get(url("usage", line.fund_id)).content.decode()
    assert get_usage(line.fund).rows == []
