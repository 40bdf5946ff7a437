"""Pages of bank accounts: who reads, who writes, and what a refusal looks like."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funds.books import services
from funds.books.models import BankAccount, LineMatch, Reconciliation, Statement
from funds.ledgers import services as ledger
from hardship.accounts.states import Role
from tests.books import make_fund
from tests.cases.intakes.lists import picture
from tests.factories import UnionFactory, UserFactory
from tests.funds.books.conftest import CARD, csv

GIVEN = ("2026-04-02", "5000", "", "15000", "转账", "市财政局", "A1")


@pytest.fixture
def ask(client):
    def send(who, name, *args, data=None, method="get", **query):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"books:{name}", args=args)
        return client.post(url, data or {}) if method == "post" else client.get(url, query)

    return send


@pytest.fixture
def account(opened, cast):
    account = opened()
    fund = make_fund(cast.finance, "5000", source="administration")
    services.add_fund(account_id=account.pk, fund_id=fund.pk, by=cast.finance)
    ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 2))
    return account


def test_from_the_form_to_the_signature(line, cast, second, cashier, ask):
    form = {
        "kind": "special", "name": "帮扶专户", "number": CARD, "bank_name": "江海农商行", "opening": "10000",
        "opening_on": "2026-03-31", "funds": [line.fund_id],
        "proof": SimpleUploadedFile("证明.jpg", picture(), "image/jpeg"),
    }  # fmt: skip
    assert ask(cast.finance, "new", data=form, method="post").status_code == 302
    account = BankAccount.objects.get()
    ask(second, "step", account.pk, data={"action": "confirm"}, method="post")
    content = csv(("2026-04-21", "", "1", "9999", "手续费", "", "F"))
    sent = {"file": SimpleUploadedFile("四月.csv", content), "until_on": "2026-04-30", "closing": "9999"}
    ask(cashier, "upload", account.pk, data=sent, method="post")
    statement = Statement.objects.get()
    assert "确认导入" in ask(cashier, "statement", statement.pk).content.decode()
    ask(cashier, "statement", statement.pk, method="post")
    page = ask(cast.finance, "matching", account.pk).content.decode()
    assert "记作手续费" in page
    bank_line = statement.lines.get()
    asked = {"kind": "fee", "budget_line": line.pk}
    assert ask(cast.finance, "booking_ask", bank_line.pk, data=asked, method="post").status_code == 302
    booking = bank_line.bookings.get()
    ask(second, "booking_step", booking.pk, data={"action": "book"}, method="post")
    assert ask(second, "sign", account.pk, "2026-04", method="post").status_code == 302
    assert Reconciliation.objects.get().agreed == 9999


def test_the_whole_number_of_an_account_stands_on_no_page(account, cast, ask):
    for name, args in (("list", []), ("account", [account.pk]), ("month", [account.pk, "2026-04"])):
        assert CARD not in ask(cast.finance, name, *args).content.decode()


def test_a_file_that_cannot_be_read_is_refused_at_its_field(account, cashier, ask):
    sent = {
        "file": SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode()),
        "until_on": "2026-04-30",
        "closing": "1",
    }
    answer = ask(cashier, "upload", account.pk, data=sent, method="post")
    assert answer.status_code == 422
    assert "没有找到标题行" in answer.content.decode()


def test_text_that_is_no_table_is_told_what_a_table_is(account, cashier, ask):
    sent = {"file": SimpleUploadedFile("a.txt", b"hello"), "until_on": "2026-04-30", "closing": "1"}
    answer = ask(cashier, "upload", account.pk, data=sent, method="post").content.decode()
    assert "这不是表格" in answer
    assert "文本文件" in answer


def test_a_statement_that_new_headings_made_unreadable_is_given_up(account, upload, cashier, ask):
    statement = upload(account, csv(GIVEN), closing="15000")
    services.set_headings(account_id=account.pk, headings={"on": "没有这一列"}, by=cashier)
    assert "没有找到标题行" in ask(cashier, "statement", statement.pk).content.decode()
    assert ask(cashier, "statement", statement.pk, method="post").status_code == 409
    ask(cashier, "statement", statement.pk, data={"drop": "1"}, method="post")
    statement.refresh_from_db()
    assert statement.state == "dropped"


def test_what_was_a_mistake_is_taken_back_by_another(account, take, cast, second, cashier, ask):
    statement = take(account, csv(GIVEN), closing="15000")
    assert "退回这份对账单" not in ask(cashier, "statement", statement.pk).content.decode()
    assert "退回这份对账单" in ask(second, "statement", statement.pk).content.decode()
    assert ask(second, "withdraw", statement.pk, method="post").status_code == 422
    ask(second, "withdraw", statement.pk, data={"why": "传错了账户"}, method="post")
    assert f"{second.name}" in ask(second, "statement", statement.pk).content.decode()
    fund = make_fund(cast.finance, "7", source="administration")
    ask(cast.finance, "fund_add", account.pk, data={"fund": fund.pk}, method="post")
    assert ask(cast.finance, "account", account.pk).content.decode().count("移出本户") == 1
    ask(cast.finance, "fund_remove", account.pk, data={"fund": fund.pk}, method="post")
    assert account.shares.count() == 2
    moved = account.shares.first().fund_id
    assert (
        ask(cast.finance, "fund_remove", account.pk, data={"fund": moved}, method="post").status_code == 409
    )


def test_certain_ones_at_once_then_apart_again(account, take, cast, ask):
    take(account, csv(GIVEN), closing="15000")
    assert "确定的 1 组一次对上" in ask(cast.finance, "matching", account.pk).content.decode()
    ask(cast.finance, "match_certain", account.pk, method="post")
    ask(cast.finance, "unmatch", LineMatch.objects.get().pk, method="post")
    assert not LineMatch.objects.exists()
    assert ask(cast.finance, "match", account.pk, method="post").status_code == 409


def test_a_month_that_may_not_be_signed_says_why(account, cast, second, ask):
    page = ask(second, "month", account.pk, "2026-04").content.decode()
    assert "只导入到 2026-03-31" in page
    answer = ask(second, "sign", account.pk, "2026-04", method="post")
    assert answer.status_code == 409
    for month in ("2026-02", "2026-13", "9999-12", "x"):
        assert ask(second, "month", account.pk, month).status_code == 404
    assert ask(second, "check", "9999-12", method="post").status_code == 404


def test_somebody_else_reads_nothing(account, cast, ask):
    stranger = UserFactory(union=UnionFactory(), role=Role.FINANCE)
    assert ask(stranger, "account", account.pk).status_code == 404
    assert ask(cast.clerk, "list").status_code == 403


def test_the_list_costs_the_same_with_one_account_and_with_many(account, enter, cast, ask):
    counts = []
    for more in (0, 19):
        for place in range(more):
            enter(funds=[], number=f"32001100420009876{place:02d}", kind="basic")
        ask(cast.finance, "list")
        with CaptureQueriesContext(connection) as queries:
            ask(cast.finance, "list")
        counts.append(len(queries))
    assert counts[0] == counts[1]
