"""Money of one fund goes from one of its uses to another, by three people, and by nothing else."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.budgets import selectors, services
from funds.budgets.models import Virement
from funds.budgets.reports import virement_pdf
from funds.budgets.services import BudgetRefused, Wish
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.ledgers.rules import Request, entry_lines
from funds.ledgers.services.posting import accounts_of, post
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, available, make_fund, make_line
from tests.factories import UserFactory
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E1", "E3")]


@pytest.fixture
def reviewer(cast):
    return UserFactory(union=cast.city, role=Role.REVIEWER)


@pytest.fixture
def lined(cast):
    """`lined(source=…)`: 5,000 for living aid of a fund that permits medical aid too."""

    def make(**more):
        fund = make_fund(cast.finance, "5000", **more)
        line = ledger.open_line(fund_id=fund.pk, use="living", year=ON.year, by=cast.finance)
        ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=ON)
        ledger.assign(line_id=line.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=ON)
        return line

    return make


@pytest.fixture
def ask(cast, lined):
    def make(line=None, *, amount="1000", use="medical", by=None, undoes=None, **more):
        line = line or lined(**more)
        wish = Wish(line.pk, use, Decimal(amount), "医疗救助不够", "主席办公会纪要〔2026〕3号", ON)
        return services.ask_virement(wish=wish, by=by or cast.finance, undoes=undoes)

    return make


def step(row, action, by, comment="意见"):
    return services.take_virement_step(virement_id=row.pk, action=action, by=by, comment=comment)


@pytest.fixture
def booked(cast, reviewer):
    def go(row):
        for action, by in (("check", reviewer), ("approve", cast.approver), ("book", cast.finance)):
            row = step(row, action, by)
        return row

    return go


def lying(row):
    line = BudgetLine.objects.get(fund=row.line.fund_id, use=row.use_id, year=row.line.year)
    return available(row.line), available(line)


def test_three_people_move_free_money_to_another_use(ask, booked):
    row = booked(ask())
    assert (row.state, row.journal.event) == ("booked", "shift")
    assert lying(row) == (4000, 1000)
    assert_books_balance()


def test_it_is_taken_back_by_the_same_way(ask, booked, cast):
    row = booked(ask())
    taken = BudgetLine.objects.get(fund=row.line.fund_id, use="medical")
    back = ask(taken, use="living", undoes=row.pk)
    assert available(taken) == 1000
    booked(back)
    assert lying(row) == (5000, 0)
    assert_books_balance()


def test_nobody_takes_two_of_the_steps(ask, cast, reviewer):
    row = ask()
    with pytest.raises(Refused, match="三个人分别办理"):
        step(row, "check", cast.finance)
    both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
    step(row, "check", both)
    with pytest.raises(Refused, match="三个人分别办理"):
        step(row, "approve", both)
    with pytest.raises(Refused):
        step(row, "book", cast.finance)
    assert available(row.line) == 5000


def test_committed_money_stays(ask, lined, cast, reviewer):
    line = lined()
    row = ask(line, amount="1000")
    ledger.commit(
        line_id=line.pk,
        use="living",
        amount=Decimal(4500),
        source="a:1",
        by=cast.finance,
        key=uuid.uuid4(),
        on=ON,
    )
    with pytest.raises(BudgetRefused, match=r"可用只有 500\.00 元，已占用的不能调剂"):
        step(row, "check", reviewer)
    with pytest.raises(BudgetRefused, match="已占用的不能调剂"):
        ask(line, amount="500.01")
    assert ask(line, amount="500").state == "submitted"


@pytest.mark.parametrize(
    ("use", "source", "words"),
    [
        ("education", "fiscal", "的文件只准用于"),
        ("living", "fiscal", "和原来一样"),
        ("pool", "fiscal", "的文件只准用于"),
        ("medical", "entrusted", "代管的钱"),
    ],
)
def test_no_use_that_the_document_does_not_permit(use, source, words, ask):
    with pytest.raises(BudgetRefused, match=words):
        ask(use=use, source=source)
    assert not Virement.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN"])
def test_an_amount_that_is_none(amount, ask):
    with pytest.raises(BudgetRefused):
        ask(amount=amount)


def test_one_person_does_not_move_money_between_uses(lined, cast):
    line = lined()
    other = ledger.open_line(fund_id=line.fund_id, use="medical", year=ON.year, by=cast.finance)
    with pytest.raises(ledger.LedgerRefused, match="请在“用途调剂”中申请"):
        ledger.assign(
            line_id=other.pk,
            from_line_id=line.pk,
            amount=Decimal(1),
            by=cast.finance,
            key=uuid.uuid4(),
            on=ON,
        )


def test_the_database_takes_no_such_voucher_without_a_decision(lined, cast):
    line = lined()
    given = {"by": cast.finance, "key": uuid.uuid4(), "on": timezone.localdate()}
    with transaction.atomic(), connection.cursor() as cursor:
        ledger.shift(line_id=line.pk, use="medical", amount=Decimal(1), **given)
        with pytest.raises(IntegrityError, match="without a decision"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def refused(constraint, sql, *parameters):
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DatabaseError) as error:
            cursor.execute(sql, parameters)
        transaction.set_rollback(True)
    return error.value.__cause__.diag.constraint_name == constraint


def test_the_database_keeps_what_was_asked_for_and_decided(ask, booked, cast, reviewer):
    row, done = ask(), booked(ask())
    change = "UPDATE budgets_virement SET {} WHERE id = %s"
    assert refused("virement_keeps", change.format("amount = 4000"), row.pk)
    assert refused("virement_keeps", change.format("state = 'approved'"), row.pk)
    assert refused("virement_keeps", change.format("state = 'submitted', journal_id = NULL"), done.pk)
    assert refused("virement_keeps", "DELETE FROM budgets_virement WHERE id = %s", row.pk)
    same = change.format("state = 'checked', checked_by_id = made_by_id, checked_at = now()")
    assert refused("virement_by_three", same, row.pk)
    step(row, "check", reviewer)
    step(row, "approve", cast.approver)
    another = change.format("state = 'booked', booked_by_id = made_by_id, journal_id = %s")
    assert refused("virement_becomes_its_voucher", another, done.journal_id, row.pk)


def test_two_debits_are_no_voucher_of_a_virement(ask, cast, reviewer):
    row = ask()
    step(row, "check", reviewer)
    step(row, "approve", cast.approver)
    buckets = accounts_of([row.line_id])[row.line_id]
    made = Request(
        uuid.uuid4(), row.union_id, ON, "shift", "", "", cast.finance.pk,
        entry_lines("shift", buckets, row.amount) * 2,
    )  # fmt: skip
    change = "UPDATE budgets_virement SET state = 'booked', booked_by_id = made_by_id, journal_id = %s"
    with transaction.atomic():
        post(made, by=cast.finance)
        assert refused("virement_becomes_its_voucher", change, made.id)
        transaction.set_rollback(True)


def test_the_database_begins_with_what_nobody_checked(ask, reviewer):
    row = ask()
    row.pk, row.uid, row.checked_by = None, uuid.uuid4(), reviewer
    with pytest.raises(IntegrityError, match="checked by nobody"), transaction.atomic():
        row.save(force_insert=True)


def test_it_is_taken_back_once_and_by_what_mirrors_it(ask, lined, booked):
    line = lined()
    waiting, done = ask(line, amount="10"), booked(ask(line))
    taken = BudgetLine.objects.get(fund=line.fund_id, use="medical")
    again = booked(ask(line))
    for wrong in (
        {"line": line},  # the same way once more
        {"line": taken, "use": "living", "amount": "1000.01"},
        {"line": taken, "use": "living", "amount": "10", "undoes": waiting.pk},
    ):
        with pytest.raises(BudgetRefused, match="调回要和原来那笔对应"):
            ask(**{"undoes": done.pk, **wrong})
    first = ask(taken, use="living", amount="400", undoes=done.pk)
    with pytest.raises(BudgetRefused, match="一笔只调回一次"):
        ask(taken, use="living", amount="600", undoes=done.pk)
    assert selectors.is_taken_back(done)
    step(first, "drop", done.made_by)
    assert not selectors.is_taken_back(done)
    assert ask(taken, use="living", amount="600", undoes=done.pk).undoes == done
    assert not selectors.is_taken_back(again)


def test_what_is_said_of_the_plan_is_of_all_lines_of_the_use(ask, booked, in_force, lined, cast, reviewer):
    in_force(planned("medical", "1500"), of=ON.year)
    make_line(cast.finance, "600", use="medical")
    row = ask(lined(), amount="900")
    assert selectors.say_of_plan(row) == ""
    over = ask(row.line, amount="900.01")
    assert "安排 1,500.00 元，调剂后这个用途的指标共 1,500.01 元" in selectors.say_of_plan(over)
    other = BudgetLine.objects.get(use="medical")
    ledger.commit(
        line_id=other.pk, use="medical", amount=Decimal(500), source="a:1", by=cast.finance,
        key=uuid.uuid4(), on=ON,
    )  # fmt: skip
    assert "共 1,500.01 元" in selectors.say_of_plan(over)  # what is promised counts as well
    assert "共 1,500.01 元" in selectors.say_of_plan(booked(over))
    assert "共 2,400.01 元" in selectors.say_of_plan(row)
    assert selectors.say_of_plan(step(row, "refuse", reviewer)) == ""


def test_what_was_typed_stays_when_a_step_is_refused(client, ask, cast):
    row = ask()
    url = reverse("budgets:virement_step", args=[row.pk])
    both = UserFactory(union=cast.city, roles=[Role.REVIEWER, Role.APPROVER])
    client.force_login(both)
    page = client.post(url, {"action": "refuse", "comment": "写" * 501})
    assert page.status_code == 422
    assert "写" * 501 in page.text


def test_the_database_takes_no_use_that_the_document_does_not_permit(ask):
    row = ask()
    row.pk, row.uid, row.use_id = None, uuid.uuid4(), "education"
    with pytest.raises(IntegrityError, match="not permitted"), transaction.atomic():
        row.save(force_insert=True)


def test_the_pages_lead_from_the_request_to_the_voucher(client, ask, cast, reviewer, lined):
    line = lined()
    client.force_login(cast.finance)
    data = {
        "line_id": line.pk, "use": "medical", "amount": "1,000", "document_no": "纪要3号",
        "document_on": "2026-03-06", "reason": "医疗救助不够",
    }  # fmt: skip
    assert client.post(reverse("budgets:virement_new"), {**data, "amount": "6000"}).status_code == 409
    assert client.post(reverse("budgets:virement_new"), data).status_code == 302
    row = Virement.objects.get()
    for action, by in (("check", reviewer), ("approve", cast.approver), ("book", cast.finance)):
        client.force_login(by)
        assert (
            client.post(reverse("budgets:virement_step", args=[row.pk]), {"action": action}).status_code
            == 302
        )
    page = client.get(reverse("budgets:virement", args=[row.pk])).content.decode()
    assert "申请调回" in page
    assert cast.approver.name in page
    assert virement_pdf(selectors.list_virements(user=cast.finance).get()).startswith(b"%PDF")


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_as_often_for_many_as_for_one(
    many, ask, lined, cast, client, django_assert_max_num_queries
):
    line = lined()
    for _n in range(many):
        ask(line, amount="1")
    client.force_login(cast.finance)
    with django_assert_max_num_queries(40):
        client.get(reverse("budgets:virements"))
