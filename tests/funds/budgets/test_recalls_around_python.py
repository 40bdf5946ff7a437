"""The database keeps recalls when the code is gone around; each refusal is one guard's work."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from funds.budgets import services
from funds.budgets.services import Notice
from funds.ledgers import services as ledger
from hardship.accounts.states import Role
from tests.books import ON, make_line
from tests.factories import UserFactory
from tests.funds.budgets.test_around_python import run, run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


@pytest.fixture
def ids(cast):
    """Names for statements: a notice in each state with its row, and returns that are none of it."""
    today = timezone.localdate()
    keeper = UserFactory(union=cast.county, role=Role.FINANCE)
    found = {
        "maker": cast.finance.pk, "approver": cast.approver.pk, "keeper": keeper.pk, "city": cast.city.pk,
        "elsewhere": cast.elsewhere.county.pk,
    }  # fmt: skip

    def back(line, amount, number):
        return ledger.give_back(
            line_id=line.pk, amount=Decimal(amount), document_no=number, document_on=ON, reason="到期",
            by=keeper, key=uuid.uuid4(), on=today,
        )  # fmt: skip

    for place, (name, steps) in enumerate(
        (("draft", ()), ("submitted", ("submit",)), ("notified", ("submit", "approve")),
         ("done", ("submit", "approve")))
    ):  # fmt: skip
        line = make_line(cast.finance, "100", use_by=today)
        lower = ledger.allocate(
            line_id=line.pk, union_id=cast.county.pk, amount=Decimal(100), document_no=f"下{place}",
            document_on=ON, by=cast.finance, key=uuid.uuid4(), on=ON,
        ).lower_line  # fmt: skip
        notice = Notice(f"收{place}", today, today, "到期")
        row = services.draw_up_recall(fund_id=line.fund_id, notice=notice, by=cast.finance)
        services.fill_recall(recall_id=row.pk, amounts={lower.pk: Decimal(60)}, by=cast.finance)
        for action in steps:
            by = cast.approver if action == "approve" else cast.finance
            services.take_recall_step(recall_id=row.pk, action=action, by=by, approval_no="1")
        found |= {name: row.pk, f"{name}_row": row.rows.get().pk, f"{name}_line": lower.pk}
        if name == "notified":
            found |= {"less": back(lower, "5", "收2").pk, "strange": back(lower, "5", "别的").pk}
    answered = services.answer_recall(row_id=found["done_row"], by=keeper)
    return {**found, "journal": answered.allocation.lower_journal_id, "upper": line.pk}


ANSWER = "UPDATE budgets_recallrow SET answered_at = now(), answered_by_id = {keeper}, "
KEEPS = "trigger budgets_recall budgets_recall_keeps"
ROWS = "trigger budgets_recallrow budgets_recallrow_keeps"
ROW = "INSERT INTO budgets_recallrow (recall_id, amount, kept_reason, line_id) VALUES "


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("UPDATE budgets_recall SET document_no = 'x' WHERE id = {draft}", KEEPS),
        ("UPDATE budgets_recall SET state = 'draft' WHERE id = {submitted}", KEEPS),
        ("UPDATE budgets_recall SET state = 'dropped' WHERE id = {submitted}", KEEPS),
        ("UPDATE budgets_recall SET approval_no = 'x' WHERE id = {notified}", KEEPS),
        ("UPDATE budgets_recall SET state = 'done', approval_no = 'x' WHERE id = {notified}", KEEPS),
        ("UPDATE budgets_recall SET state = 'notified' WHERE id = {done}", KEEPS),
        (
            "UPDATE budgets_recall SET state = 'notified', approved_by_id = {maker}, approval_no = '1'"
            " WHERE id = {submitted}",
            "constraint budgets_recall recall_approved_by_another",
        ),
        (
            "UPDATE budgets_recall SET state = 'notified' WHERE id = {submitted}",
            "constraint budgets_recall recall_approved_with_document",
        ),
        ("UPDATE budgets_recallrow SET amount = 1 WHERE id = {draft_row}", ROWS),
        ("UPDATE budgets_recallrow SET amount = 1 WHERE id = {notified_row}", ROWS),
        ("DELETE FROM budgets_recallrow WHERE id = {submitted_row}", ROWS),
        (ROW + "({submitted}, 1, '', {draft_line})", ROWS),
        (ROW + "({draft}, 1, '', {notified_line})", ROWS),
        (ROW + "({draft}, 1, '', {upper})", ROWS),
        (ANSWER + "kept_reason = 'x' WHERE id = {submitted_row}", ROWS),
        (ANSWER + "kept_reason = 'x' WHERE id = {done_row}", ROWS),
        (ANSWER + "allocation_id = {less} WHERE id = {notified_row}", ROWS),
        (ANSWER + "kept_reason = 'x', allocation_id = {strange} WHERE id = {notified_row}", ROWS),
        (
            "UPDATE budgets_recallrow SET answered_at = now(), answered_by_id = {approver}, kept_reason = 'x'"
            " WHERE id = {notified_row}",
            ROWS,
        ),
        (
            "UPDATE budgets_recallrow SET kept_reason = 'x' WHERE id = {notified_row}",
            "constraint budgets_recallrow recall_row_answered",
        ),
        (ROW + "({draft}, 0, '', {draft_line})", "constraint budgets_recallrow recall_row_positive"),
    ],
)
def test_the_database_refuses_it_and_one_guard_does(ids, sql, guard):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    take_away(guard)
    if statement.startswith("INSERT") and f"({ids['draft']}, 0" in statement:
        run(f"DELETE FROM budgets_recallrow WHERE recall_id = {ids['draft']}")
    run_and_undo(statement)


def test_a_return_with_its_reason_is_an_answer(ids):
    run((ANSWER + "kept_reason = 'x', allocation_id = {less} WHERE id = {notified_row}").format(**ids))
    with pytest.raises(DatabaseError, match="answered once"), transaction.atomic():
        run("UPDATE budgets_recallrow SET kept_reason = 'y' WHERE id = {notified_row}".format(**ids))


def test_a_recall_begins_as_a_draft_of_whose_grant_it_is(ids):
    columns = "document_no, document_on, due_on, reason, note, approval_no, made_at, made_by_id"
    for union, state in (("{city}", "submitted"), ("{elsewhere}", "draft")):
        sql = (
            f"INSERT INTO budgets_recall (uid, union_id, state, fund_id, {columns}) SELECT gen_random_uuid(),"
            f" {union}, '{state}', fund_id, 'y', document_on, due_on, 'z', '', '', now(), made_by_id"
            " FROM budgets_recall WHERE id = {draft}"
        ).format(**ids)
        with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
            run(sql)


def test_nothing_is_submitted_without_rows_nor_removed(ids):
    run("DELETE FROM budgets_recallrow WHERE id = {draft_row}".format(**ids))
    with pytest.raises(DatabaseError, match="names what is to be given back"), transaction.atomic():
        run("UPDATE budgets_recall SET state = 'submitted' WHERE id = {draft}".format(**ids))
    with pytest.raises(DatabaseError, match="stays what it was"), transaction.atomic():
        run("DELETE FROM budgets_recall WHERE id = {draft}".format(**ids))
    for table in ("budgets_recall", "budgets_recallrow"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")


def test_nobody_stands_in_for_an_answer_without_being_asked(ids):
    sql = ANSWER + "kept_reason = 'x', answered_for_id = {maker} WHERE id = {notified_row}"
    with pytest.raises(DatabaseError, match="does not answer"), transaction.atomic():
        run(sql.format(**ids))


def test_what_was_given_back_for_a_notice_is_not_reversed(ids):
    """By a journal that mirrors it, written by hand."""
    sql = (
        'INSERT INTO ledgers_journal (id, union_id, "on", event, source, memo, reverses_id, made_at,'
        " made_by_id, canonical)"
        " SELECT gen_random_uuid(), union_id, \"on\", 'reverse', '', '', id, now(), made_by_id, ''"
        " FROM ledgers_journal WHERE id = '{journal}'"
    ).format(**ids)
    with pytest.raises(DatabaseError, match="gave back what was called back"), transaction.atomic():
        run(sql)
    take_away("trigger ledgers_journal budgets_recalled_stays")
    run_and_undo(sql)
