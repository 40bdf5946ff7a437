"""周转金: lent out of a revolving line by a batch, back in parts without interest, lent again, written off by
two."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from funds.ledgers.models import BudgetLine, Commitment
from funds.ledgers.selectors import CHECKS, line_buckets
from funds.loans import selectors, services
from funds.loans.models import Loan, LoanRepayment
from funds.loans.rules import is_schedule
from funds.loans.services import LoanRefused, Terms
from funds.loans.states import Age
from funds.payments import services as payments
from funds.payments.models import Payable, Payee
from funds.payments.selectors.statements import get_statement
from funds.recoveries.services import open_recovery
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.books import assert_books_balance, available, make_line
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D6")]
TODAY = timezone.localdate


@pytest.fixture
def revolving(cast):
    return make_line(cast.finance, "20000", use="revolving")


@pytest.fixture
def grant(cast, revolving):
    def make(amount="6000", parts=(30, 60, 90), by=None, **more):
        share = Decimal(amount) / len(parts)
        told = {
            "line_id": revolving.pk, "subject": "household:1", "amount": Decimal(amount),
            "purpose": "早餐摊位",
            "payee": Payee("王秀梅", "110101197001011465", "工商银行", "", "6222020200112233446"),
            "parts": [(TODAY() + timedelta(days=days), share) for days in parts],
            "approval_no": "纪要 5 号", **more,
        }  # fmt: skip
        return services.grant_loan(terms=Terms(**told), by=by or cast.approver)

    return make


@pytest.fixture
def lent(grant, cast):
    """A loan that reached its borrower."""

    def make(**more):
        loan = grant(**more)
        batch = carry([Payable.objects.get(commitment=loan.commitment_id)], cast, "sent")
        payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
        return Loan.objects.get(pk=loan.pk)

    return make


def repay(loan, amount, by, key=None, **more):
    told = {"on": TODAY(), "way": "bank", "serial": "0001", "key": key or uuid.uuid4(), **more}
    return services.repay_loan(loan_id=loan.pk, amount=Decimal(amount), by=by, **told)


def test_principal_comes_back_in_parts_and_is_lent_again(lent, grant, cast, revolving):
    loan = lent(amount="6000")
    assert (loan.state, loan.lent_on, loan.left) == ("lent", TODAY(), 6000)
    assert available(revolving) == 14000
    key = uuid.uuid4()
    repay(loan, "2000", cast.finance, key)
    repay(loan, "2000", cast.finance, key)
    loan.refresh_from_db()
    assert (loan.repaid, loan.left, available(revolving)) == (2000, 4000, 16000)
    repay(loan, "4000", cast.finance)
    loan.refresh_from_db()
    assert (loan.state, loan.left, available(revolving)) == ("repaid", 0, 20000)
    assert grant(amount="20000", parts=(30,)).state == "granted"
    assert_books_balance()


def test_a_repayment_is_no_recovery_and_no_difference(lent, cast):
    loan = lent()
    repay(loan, "2000", cast.finance)
    assert list(CHECKS["recoveries"].run([cast.city.pk])) == list(CHECKS["loans"].run(None)) == []
    payment = Payable.objects.get().payments.get()
    with pytest.raises(Refused, match="在借款的页面登记还款"):
        open_recovery(
            payment_id=payment.pk, reason="overpaid", note="x", amount=Decimal(1), due_on=TODAY(),
            by=cast.finance,
        )  # fmt: skip


def test_cash_is_paid_into_the_bank_first(lent, cast):
    loan = lent()
    with pytest.raises(LoanRefused, match="先存入银行账户"):
        repay(loan, "2000", cast.finance, way="cash")
    cash = """INSERT INTO loans_loanrepayment (loan_id, key, amount, "on", way, serial, at, by_id)
        VALUES (%s, gen_random_uuid(), 1, current_date, 'cash', '1', now(), %s)"""
    assert refused("loan_repayment_by_bank", cash, loan.pk, cast.finance.pk)


@pytest.mark.parametrize("other", [{"amount": "1999"}, {"serial": "0002"}])
def test_one_form_writes_down_no_other_money(lent, cast, other):
    loan, key = lent(), uuid.uuid4()
    repay(loan, "2000", cast.finance, key)
    with pytest.raises(LoanRefused, match="另一笔还款"):
        repay(loan, by=cast.finance, key=key, **{"amount": "2000"} | other)
    assert LoanRepayment.objects.get().amount == 2000


def test_a_request_that_waits_is_decided_before_another_one_is_made(lent, cast):
    loan = lent()
    services.ask_write_off(loan_id=loan.pk, reason="去世", document_no="纪要 9 号", by=cast.finance)
    with pytest.raises(LoanRefused, match="等着批准"):
        services.ask_write_off(loan_id=loan.pk, reason="失联", document_no="纪要 10 号", by=cast.finance)
    assert refused("loan_request_waits", CHANGE.format("reason = '失联'"), loan.pk)
    loan.refresh_from_db()
    loan = services.decline_write_off(loan_id=loan.pk, why="还有担保人", by=cast.approver, seen=loan.seen)
    assert Receipt.objects.get(message__kind="loans.declined").to == cast.finance
    assert (loan.hand("declined"), loan.declined_why, loan.reason) == (cast.approver.name, "还有担保人", "")
    services.ask_write_off(loan_id=loan.pk, reason="担保人也失联", document_no="纪要 11 号", by=cast.finance)
    loan.refresh_from_db()
    assert (loan.reason, loan.hand("declined")) == ("担保人也失联", cast.approver.name)
    assert refused("loan_declined_with_reason", CHANGE.format("declined_why = ''"), loan.pk)
    stands = CHANGE.format(f"declined_for_id = {cast.finance.pk}")
    assert refused("loan_by_who_stands_in", stands, loan.pk)


def test_no_more_comes_back_than_is_out(lent, grant, cast):
    loan = lent()
    with pytest.raises(LoanRefused, match=r"还应归还 6,000\.00 元"):
        repay(loan, "6000.01", cast.finance)
    with pytest.raises(LoanRefused, match="没有借出"):
        repay(grant(), "1", cast.finance)
    with pytest.raises(LoanRefused, match="收款日期"):
        repay(loan, "1", cast.finance, on=TODAY() + timedelta(days=1))
    assert not LoanRepayment.objects.exists()


def test_it_is_lent_of_revolving_money_by_the_approver_with_a_plan_of_its_principal(grant, cast):
    other = make_line(cast.finance, "9000")
    tomorrow = TODAY() + timedelta(days=1)
    for wrong, words in (
        ({"line_id": other.pk}, "周转金"),
        ({"by": cast.finance}, "审批人"),
        ({"approval_no": " "}, "文号"),
        ({"parts": (0,)}, "今天以后"),
    ):
        with pytest.raises(LoanRefused, match=words):
            grant(**wrong)
    assert not Loan.objects.exists()
    assert not is_schedule([(tomorrow, Decimal(61))], Decimal(60), TODAY())  # no interest
    assert not is_schedule([(tomorrow, Decimal(30)), (tomorrow, Decimal(30))], Decimal(60), TODAY())


def test_what_was_not_paid_out_is_cancelled_and_free_again(grant, cast, revolving):
    loan = services.cancel_loan(loan_id=grant().pk, reason="不借了", by=cast.approver)
    assert (loan.state, available(revolving)) == ("cancelled", 20000)
    assert Payable.objects.get().state == "void"
    assert_books_balance()


def test_money_that_the_bank_returned_is_not_out(lent, cast):
    loan = lent()
    payment = Payable.objects.get().payments.get()
    payments.bounce(payment_id=payment.pk, on=TODAY(), reason="账号注销", by=cast.finance)
    loan.refresh_from_db()
    assert (loan.state, loan.lent_on) == ("granted", None)
    assert_books_balance()


def test_money_of_which_some_came_back_is_not_returned_by_the_bank(lent, cast):
    loan = lent()
    repay(loan, "1", cast.finance)
    with pytest.raises(Refused):
        payments.bounce(
            payment_id=Payable.objects.get().payments.get().pk, on=TODAY(), reason="账号注销", by=cast.finance
        )


def test_what_does_not_come_is_written_off_by_two_with_a_document(lent, cast, revolving):
    loan = lent()
    repay(loan, "1000", cast.finance)
    with pytest.raises(Refused, match="还没有人申请核销"):
        services.write_off(loan_id=loan.pk, by=cast.approver, seen="")
    with pytest.raises(LoanRefused, match="依据哪份文件"):
        services.ask_write_off(loan_id=loan.pk, reason="去世", document_no="", by=cast.finance)
    services.ask_write_off(loan_id=loan.pk, reason="去世，无遗产", document_no="纪要 9 号", by=cast.finance)
    with pytest.raises(LoanRefused, match="刚有变化"):
        services.write_off(loan_id=loan.pk, by=cast.approver, seen="")
    loan.refresh_from_db()
    loan = services.write_off(loan_id=loan.pk, by=cast.approver, seen=loan.seen)
    assert (loan.state, loan.written_off, loan.left) == ("written", 5000, 0)
    with pytest.raises(LoanRefused, match="已经核销"):
        repay(loan, "1", cast.finance)
    told = selectors.get_revolved(BudgetLine.objects.filter(pk=revolving.pk))
    assert (told.lent, told.repaid, told.written_off, told.out) == (6000, 1000, 5000, 0)
    assert line_buckets(revolving.pk)["paid"] == 5000
    [row] = get_statement(subjects={"household:1"}, people=set())
    assert (row.settled, row.recovered, row.written_off, row.kept, row.open) == (6000, 1000, 5000, 0, 0)
    assert_books_balance()


def test_overdue_follows_from_the_days(lent, cast):
    loan = lent()
    rows = selectors.list_loans(user=cast.finance)
    assert rows.get().since == TODAY() + timedelta(days=30)
    on = TODAY() + timedelta(days=65)
    assert selectors.overdue_yuan(loan, on) == 4000
    ages = {days: [age for age in Age.values if selectors.of_age(rows, age, TODAY() + timedelta(days=days))]
            for days in (30, 31, 60, 61, 120, 121)}  # fmt: skip
    assert ages == {
        30: ["due"],
        31: ["month"],
        60: ["month"],
        61: ["quarter"],
        120: ["quarter"],
        121: ["longer"],
    }
    repay(loan, "2500", cast.finance)
    loan.refresh_from_db()
    assert selectors.overdue_yuan(loan, on) == 1500
    assert rows.get().since == TODAY() + timedelta(days=60)


def test_what_is_overdue_says_so_and_can_be_listed(client, lent, cast):
    loan = lent()
    for days, word, shows in ((30, "已借出", False), (31, "逾期", True)):
        with freeze_time(timezone.now() + timedelta(days=days)):
            assert selectors.list_loans(user=cast.finance).get().standing.get_code_display() == word
            client.force_login(cast.finance)
            page = client.get(reverse("loans:list"), {"show": "overdue"}).text
            assert (loan.number in page) is shows
            row = client.get(reverse("loans:list")).text.partition(loan.number)[2]
            assert f">{word}</span>" in row
            assert (">逾期</span>" in row) is shows
            assert f">{word}</span>" in client.get(reverse("loans:loan", args=[loan.pk])).text


def refused(constraint, sql, *parameters, at_commit=False):
    with transaction.atomic(), connection.cursor() as cursor:
        if at_commit:
            cursor.execute(sql, parameters)
        with pytest.raises(DatabaseError) as error:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE" if at_commit else sql, None if at_commit else parameters
            )
        transaction.set_rollback(True)
    return error.value.__cause__.diag.constraint_name == constraint


CHANGE = "UPDATE loans_loan SET {} WHERE id = %s"


def test_the_database_keeps_what_was_granted_and_what_came(lent, grant, cast):
    loan, other = lent(), grant()
    assert refused("loan_keeps", CHANGE.format("amount = 1"), loan.pk)
    assert refused("loan_keeps", "DELETE FROM loans_loan WHERE id = %s", loan.pk)
    assert refused("loan_repaid_is_sum", CHANGE.format("repaid = 10"), loan.pk)
    lend = CHANGE.format("state = 'lent', lent_on = current_date")
    assert refused("loan_as_in_the_books", lend, other.pk, at_commit=True)
    alone = CHANGE.format(
        "state = 'written', written_off = amount, reason = 'x', document_no = 'x',"
        " asked_by_id = granted_by_id, asked_at = now(), written_by_id = granted_by_id, written_at = now()"
    )
    assert refused("loan_written_off_by_two", alone, loan.pk)
    came = """INSERT INTO loans_loanrepayment (loan_id, key, amount, "on", way, serial, at, by_id)
        VALUES (%s, gen_random_uuid(), %s, current_date, 'bank', '1', now(), %s)"""
    assert refused("loan_repayment_of_what_is_out", came, loan.pk, 6001, cast.finance.pk)
    assert refused("loan_repayment_of_what_is_out", came, other.pk, 1, cast.finance.pk)
    assert refused("loan_repayment_booked", came, loan.pk, 1, cast.finance.pk, at_commit=True)
    part = "INSERT INTO loans_loanpart (loan_id, due_on, amount, upto) VALUES (%s, '2030-01-01', 1, 6001)"
    touched = f"{part}; UPDATE loans_loan SET lent_on = lent_on WHERE id = {loan.pk}"
    assert refused("loan_plan_is_principal", touched, loan.pk, at_commit=True)


def test_the_database_lends_revolving_money_alone(grant, cast):
    loan = grant()
    strange = Commitment.objects.create(
        id=uuid.uuid4(), line=make_line(cast.finance), use_id="living", source="a:1", amount=loan.amount,
        created_by=cast.finance,
    )  # fmt: skip
    loan.pk, loan.uid, loan.number, loan.commitment = None, uuid.uuid4(), "另一号", strange
    with pytest.raises(DatabaseError, match="revolving money"), transaction.atomic():
        loan.save(force_insert=True)


def test_the_page_lists_by_age_and_says_when_there_is_none(client, lent, cast):
    client.force_login(cast.finance)
    assert "还没有周转金借款" in client.get(reverse("loans:list")).content.decode()
    loan = lent()
    page = client.get(reverse("loans:list")).content.decode()
    assert loan.number in page
    assert "在外 <b" in page
    assert loan.number not in client.get(reverse("loans:list"), {"show": "month"}).content.decode()
    one = client.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    assert "早餐摊位" in one
    assert "2,000.00" in one


def test_the_steps_are_on_the_page(client, lent, cast):
    loan = lent()

    def page(who):
        client.force_login(who)
        return client.get(reverse("loans:loan", args=[loan.pk])).content.decode()

    def send(who, name, **told):
        client.force_login(who)
        return client.post(reverse(f"loans:{name}", args=[loan.pk]), told)

    assert "登记还款" in page(cast.finance)
    assert "登记还款" not in page(cast.approver)
    told = {"key": str(uuid.uuid4()), "amount": "1000", "on": str(TODAY()), "serial": "77"}
    wrong = send(cast.finance, "repay", **told | {"amount": "6000.01"})
    assert (wrong.status_code, "还应归还 6,000.00 元" in wrong.content.decode()) == (409, True)
    for _again in "12":
        assert send(cast.finance, "repay", **told).status_code == 302
    assert LoanRepayment.objects.get().amount == 1000
    assert send(cast.finance, "ask", reason="去世", document_no="").status_code == 422
    assert send(cast.finance, "ask", reason="去世", document_no="纪要 9 号").status_code == 302
    loan.refresh_from_db()
    assert "申请核销没有还的 5,000.00 元：去世（纪要 9 号）" in page(cast.approver)
    assert list(selectors.list_to_write_off(cast.approver)) == [loan]
    assert send(cast.approver, "decline", seen=loan.seen, why="").status_code == 422
    assert send(cast.approver, "decline", seen=loan.seen, why="还有担保人").status_code == 302
    assert not selectors.list_to_write_off(cast.approver).exists()
    assert f"<dt>不同意核销</dt><dd>{cast.approver.name}</dd>" in page(cast.finance)
    assert "还有担保人" in page(cast.finance)
    assert send(cast.approver, "write_off", seen="x").status_code == 409
    assert_books_balance()
