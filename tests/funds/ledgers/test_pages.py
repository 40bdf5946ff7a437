"""Pages of the ledger: who may, what they say, and how many queries they take."""

import hashlib
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funds.ledgers import services
from funds.ledgers.models import BudgetLine, Fund, Journal, Period
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.books import ON, assert_books_balance, available, make_fund, make_line
from tests.factories import UserFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def journal(line):
    return Journal.objects.get(event="receive")


@world
def addresses(line, journal):
    """Every address of the ledger: (name, arguments, methods, who may)."""
    readers = {Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER}
    return [
        ("lines", [], "GET", readers),
        ("line", [line.pk], "GET", readers),
        ("funds", [], "GET", readers),
        ("fund", [line.fund_id], "GET", readers),
        ("journals", [], "GET", readers),
        ("journal", [journal.pk], "GET", readers),
        ("periods", [], "GET", readers),
        ("export", [], "POST", readers),
        ("fund_new", [], "GET", {Role.FINANCE}),
        ("receive", [line.fund_id], "GET", {Role.FINANCE}),
        ("line_new", [line.fund_id], "GET", {Role.FINANCE}),
        ("assign", [line.pk], "GET", {Role.FINANCE}),
        ("allocate", [line.pk], "GET", {Role.FINANCE}),
        ("reverse", [journal.pk], "POST", {Role.FINANCE}),
        ("close", [], "POST", {Role.FINANCE}),
    ]


def url(name, *args):
    return reverse(f"ledgers:{name}", args=args)


def text_of(response):
    """The text of a page."""
    return response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_each_page_opens_for_its_roles_and_for_nobody_else(addresses, cast, client, role):
    user = UserFactory(union=cast.city, role=role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name, args, method, may in addresses:
        response = client.generic(method, url(name, *args))
        expected = (422 if method == "POST" and name != "export" else 200) if role in may else 403
        assert response.status_code == expected, (name, role, response.status_code)


def test_outside_the_scope_there_is_nothing(addresses, cast, client):
    stranger = UserFactory(union=cast.county, role=Role.FINANCE)  # below the city whose books these are
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for name, args, method, _may in addresses:
        if args:
            assert client.generic(method, url(name, *args)).status_code == 404, name
    for name in ("lines", "funds", "journals", "periods"):
        text = text_of(client.get(url(name)))
        assert "还没有" in text
        assert "困难职工帮扶资金" not in text


def test_who_is_not_signed_in_is_sent_to_the_login(addresses, client):
    for name, args, method, _may in addresses:
        response = client.generic(method, url(name, *args))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_the_wrong_method_is_refused(addresses, finance, as_user):
    client = as_user(finance)
    for name, args, method, _may in addresses:
        assert client.generic("DELETE", url(name, *args)).status_code == 405, name
        if method == "POST":
            assert client.get(url(name, *args)).status_code == 302, name


def fund_data(**changes):
    return {
        "source": "fiscal",
        "name": "市级帮扶资金",
        "document_no": "通财〔2026〕9号",
        "document_on": "2026.3.5",
        "total": "１.5万",
        "use_by": "",
        "leftover": "carry",
        "uses": ["living", "tuition"],
        **changes,
    }


@pytest.mark.requirement("E1")
def test_finance_registers_a_grant_receives_it_and_makes_a_line(finance, as_user):
    client = as_user(finance)
    response = client.post(url("fund_new"), fund_data())
    fund = Fund.objects.get()
    assert response["Location"] == url("fund", fund.pk)
    assert (fund.total, fund.union) == (Decimal("15000"), finance.union)
    assert "已登记" in text_of(client.get(response["Location"]))
    key = str(uuid.uuid4())
    for _double_click in range(2):
        client.post(url("receive", fund.pk), {"key": key, "amount": "15,000", "on": "2026-03-05"})
    made = client.post(url("line_new", fund.pk), {"use": "tuition", "year": "2026"})
    line = BudgetLine.objects.get(use="tuition")
    assert made["Location"] == url("line", line.pk)
    pool = BudgetLine.objects.get(use="pool")
    assert f"{pool.pk}" in text_of(client.get(url("assign", line.pk)))
    moved = {"key": str(uuid.uuid4()), "from_line_id": pool.pk, "amount": "9000", "on": "2026-03-06"}
    assert client.post(url("assign", line.pk), moved)["Location"] == url("line", line.pk)
    assert (available(pool), available(line)) == (6000, 9000)
    text = text_of(client.get(url("lines")))
    for part in ("9,000.00", "15,000.00", "人民币壹万伍仟元整", "通财〔2026〕9号"):
        assert part in text
    assert_books_balance()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("total", "0", "金额不能少于 0.01 元"),
        ("total", "1e3", ""),
        ("document_on", "2099-12-31", "日期不能晚于今天"),
        ("use_by", "2026-03-04", "使用期限不能早于文件日期"),
        ("return_by", "2026-03-04", "退回期限不能早于文件日期"),
        ("leftover", "burn", ""),
        ("uses", [], "请至少选择一个用途"),
        ("uses", ["pool"], ""),
        ("source", "bank", ""),
        ("name", "", "请填写此项"),
    ],
)
def test_a_bad_grant_is_answered_with_what_is_wrong(finance, as_user, field, value, sentence):
    response = as_user(finance).post(url("fund_new"), fund_data(**{field: value}))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Fund.objects.exists()


@pytest.mark.parametrize("source", ["central", "provincial"])
def test_special_money_of_the_treasury_is_for_its_six_items(finance, as_user, source):
    answer = as_user(finance).post(url("fund_new"), fund_data(source=source, uses=["living", "warmth"]))
    assert answer.status_code == 422
    assert "只能用于文件规定的六项" in text_of(answer)


def test_a_document_registered_twice_is_refused(finance, as_user):
    client = as_user(finance)
    client.post(url("fund_new"), fund_data())
    response = client.post(url("fund_new"), fund_data())
    assert response.status_code == 409
    assert "该文号的这项资金已经登记" in text_of(response)


def test_what_the_ledger_refuses_is_said_on_the_page(line, finance, as_user):
    other = services.open_line(fund_id=line.fund_id, use="living", year=2025, by=finance)
    data = {"key": str(uuid.uuid4()), "from_line_id": other.pk, "amount": "0.01", "on": "2026-03-06"}
    response = as_user(finance).post(url("assign", line.pk), data)
    assert response.status_code == 409
    assert "余额不足：现有 0.00 元，需要 0.01 元，还差 0.01 元" in text_of(response)


def test_finance_of_the_union_above_sees_the_books_and_does_not_write_in_them(line, cast, as_user):
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    client = as_user(above)
    assert url("assign", line.pk) not in text_of(client.get(url("line", line.pk)))
    response = client.post(
        url("receive", line.fund_id), {"key": str(uuid.uuid4()), "amount": "1", "on": "2026-03-06"}
    )
    assert response.status_code == 409
    assert "财务人员可以办理" in text_of(response)


def test_finance_hands_money_down(line, cast, finance, as_user):
    client = as_user(finance)
    data = {
        "key": str(uuid.uuid4()),
        "union_id": cast.county.pk,
        "document_no": "通工〔2026〕3号",
        "document_on": "2026-03-05",
        "amount": "2500.5",
        "on": "2026-03-06",
    }
    assert client.post(url("allocate", line.pk), data).status_code == 302
    assert available(BudgetLine.objects.get(union=cast.county)) == Decimal("2500.50")
    assert "7,499.50" in text_of(client.get(url("line", line.pk)))
    outside = client.post(url("allocate", line.pk), {**data, "union_id": cast.province.pk})
    assert outside.status_code == 422
    assert_books_balance()


def test_a_journal_shows_its_postings_and_is_reversed_with_a_reason(finance, as_user):
    fund = make_fund(finance)
    journal = services.receive(
        fund_id=fund.pk, amount=Decimal("1234.5"), by=finance, key=uuid.uuid4(), on=ON, memo="首批"
    )
    client = as_user(finance)
    text = text_of(client.get(url("journal", journal.pk)))
    for part in (
        "记-2026-00001",
        "首批",
        "1,234.50",
        "人民币壹仟贰佰叁拾肆元伍角",
        bytes(journal.sha256).hex()[-16:],
    ):
        assert part in text
    assert (
        client.post(url("reverse", journal.pk), {"key": str(uuid.uuid4()), "on": "2026-03-06"}).status_code
        == 422
    )
    data = {"key": str(uuid.uuid4()), "reason": "金额有误", "on": "2026-03-06"}
    response = client.post(url("reverse", journal.pk), data)
    reversal = Journal.objects.get(reverses=journal)
    assert response["Location"] == url("journal", reversal.pk)
    assert "本凭证冲销了" in text_of(client.get(response["Location"]))
    again = client.post(url("reverse", journal.pk), {**data, "key": str(uuid.uuid4())})
    assert again.status_code == 409
    assert "已经冲销" in text_of(again)
    after = text_of(client.get(url("journal", journal.pk)))
    assert "本凭证已被冲销" in after
    assert 'class="btn btn-danger"' not in after


def test_the_earliest_open_month_is_closed_on_its_page(line, finance, as_user):
    client = as_user(finance)
    assert "确认 2026-03 结账" in text_of(client.get(url("periods")))
    assert client.post(url("close"), {"month": "2026-03-01"}).status_code == 302
    assert Period.objects.get().closed_by == finance
    response = client.post(url("close"), {"month": "2026-03-01"})
    assert response.status_code == 409
    assert "已经结账" in text_of(response)


def test_the_lists_are_narrowed_and_say_so_when_nothing_is_left(line, finance, as_user):
    make_line(finance, "500", use="medical", name="市级医疗资金")
    client = as_user(finance)
    text = text_of(client.get(url("lines"), {"use": "medical"}))
    assert "500.00" in text
    assert "10,000.00" not in text
    assert "没有符合条件的指标" in text_of(client.get(url("lines"), {"use": "medical", "fund": line.fund_id}))
    assert "编制指标" in text_of(client.get(url("journals"), {"event": "assign", "year": "2026"}))
    assert "没有符合条件的凭证" in text_of(client.get(url("journals"), {"event": "bounce"}))


@pytest.mark.parametrize("name", ["lines", "funds", "journals"])
def test_a_list_takes_the_same_few_queries_whatever_its_length(line, finance, as_user, name):
    client = as_user(finance)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            text_of(client.get(url(name)))
        return len(found)

    queries()  # the session learns its last use
    one = queries()
    for _more in range(20):
        make_line(finance, "10")
    assert queries() == one <= 12


def test_a_line_takes_the_same_few_queries_whatever_happened_on_it(line, finance, as_user):
    client = as_user(finance)

    def queries():
        with CaptureQueriesContext(connection) as found:
            text_of(client.get(url("line", line.pk)))
        return len(found)

    queries()
    one = queries()
    for n in range(20):
        services.commit(
            line_id=line.pk,
            use="living",
            amount=Decimal(10),
            source=f"applications.application:{n}",
            by=finance,
            key=uuid.uuid4(),
            on=ON,
        )
    assert queries() == one <= 12


def test_the_list_leaves_as_a_workbook_that_says_the_same(line, finance, as_user):
    make_line(finance, "500", use="medical")
    response = as_user(finance).post(url("export") + "?use=living")
    rows = [
        [value for value in row.values if value not in (None, "")]
        for row in read_sheet(response.content).rows
    ]
    found = next(row for row in rows if row[0] == "生活救助")
    assert found[5:7] == [10000, 10000]
    assert not any(row and row[0] == "医疗救助" for row in rows)
    exported = AuditRecord.objects.get(action="export.budget_lines")
    assert exported.data["sha256"] == hashlib.sha256(response.content).hexdigest()
    assert exported.data["filters"] == {"use": "living"}


def test_an_emptied_pool_leaves_the_lists_and_keeps_its_page(line, finance, as_user):
    pool, client = BudgetLine.objects.get(use="pool"), as_user(finance)
    for address in (url("lines"), url("fund", line.fund_id)):
        assert url("line", pool.pk) not in text_of(client.get(address))
    assert "编制指标" in text_of(client.get(url("line", pool.pk)))
