"""The database keeps tables of allocation when the code is gone around; each refusal is one guard's work."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from funds.budgets import services
from funds.budgets.rules import PlannedShare
from funds.budgets.services import Letter
from funds.ledgers import services as ledger
from tests.books import make_line
from tests.factories import UnionFactory
from tests.funds.budgets.test_around_python import run, run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


@pytest.fixture
def ids(cast):
    """Names for statements: a table in each stage, and money that was handed down besides."""
    line = make_line(cast.finance)
    other = UnionFactory(county_level=True, parent=cast.city)

    def table(number, *steps):
        letter = Letter(f"通工〔2026〕{number}号", date(2026, 3, 6), "hand")
        shares = [PlannedShare(cast.county.pk, Decimal(100))]
        row = services.draw_up(line_id=line.pk, letter=letter, shares=shares, by=cast.finance)
        for action in steps:
            by = cast.approver if action == "approve" else cast.finance
            services.take_distribution_step(distribution_id=row.pk, action=action, by=by, approval_no="1")
        return row.pk

    approved = table(3, "submit", "approve")
    strange = ledger.allocate(
        line_id=line.pk, union_id=other.pk, amount=Decimal(100), document_no="通工〔2026〕3号",
        document_on=date(2026, 3, 6), by=cast.finance, key=uuid.uuid4(),
        on=timezone.localdate(),
    )  # fmt: skip
    return {
        "draft": table(1),
        "submitted": table(2, "submit"),
        "approved": approved,
        "sent": table(4, "submit", "approve", "send"),
        "strange": strange.pk,
        "maker": cast.finance.pk,
        "other": other.pk,
        "city": cast.city.pk,
        "elsewhere": cast.elsewhere.county.pk,
    }


SHARE = "INSERT INTO budgets_share (distribution_id, union_id, weight, amount) VALUES "
KEEPS = "trigger budgets_distribution budgets_distribution_keeps"
SHARES = "trigger budgets_share budgets_share_keeps"


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("UPDATE budgets_share SET amount = 1 WHERE distribution_id = {submitted}", SHARES),
        ("UPDATE budgets_share SET amount = 1 WHERE distribution_id = {approved}", SHARES),
        ("DELETE FROM budgets_share WHERE distribution_id = {approved}", SHARES),
        ("UPDATE budgets_share SET allocation_id = {strange} WHERE distribution_id = {approved}", SHARES),
        ("UPDATE budgets_share SET allocation_id = NULL WHERE distribution_id = {sent}", SHARES),
        (
            SHARE + "({submitted}, {other}, 0, 1)",
            SHARES,
        ),
        (
            SHARE + "({draft}, {city}, 0, 1)",
            SHARES,
        ),
        (
            SHARE + "({draft}, {elsewhere}, 0, 1)",
            SHARES,
        ),
        ("UPDATE budgets_distribution SET document_no = 'x' WHERE id = {draft}", KEEPS),
        ("UPDATE budgets_distribution SET state = 'draft' WHERE id = {submitted}", KEEPS),
        ("UPDATE budgets_distribution SET approval_no = 'x' WHERE id = {sent}", KEEPS),
        (
            "UPDATE budgets_distribution SET state = 'sent', sent_on = now(), sent_by_id = {maker}"
            " WHERE id = {approved}",
            KEEPS,
        ),
        ("DELETE FROM budgets_distribution WHERE id = {draft}", f"{KEEPS}; {SHARES}"),
        (
            "UPDATE budgets_distribution SET approved_by_id = {maker}, approval_no = '1', state = 'approved'"
            " WHERE id = {submitted}",
            "constraint budgets_distribution distribution_approved_by_another",
        ),
        (
            "UPDATE budgets_distribution SET state = 'approved' WHERE id = {submitted}",
            "constraint budgets_distribution distribution_approved_with_document",
        ),
        (
            SHARE + "({draft}, {other}, 0, 0)",
            "constraint budgets_share share_positive",
        ),
    ],
)
def test_the_database_refuses_it_and_one_guard_does(ids, sql, guard):
    statement = sql.format(**ids)
    first, *others = guard.split("; ")
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    take_away(first)
    for one in others:
        take_away(one)
        run("DELETE FROM budgets_share WHERE distribution_id = {draft}".format(**ids))
    run_and_undo(statement)


def test_a_table_begins_as_a_draft_of_whoever_gives(cast, ids):
    columns = "line_id, document_no, document_on, basis, note, approval_no, made_at, made_by_id"
    for union, state in (("{city}", "submitted"), ("{elsewhere}", "draft")):
        sql = (
            f"INSERT INTO budgets_distribution (uid, union_id, state, {columns})"
            f" SELECT gen_random_uuid(), {union}, '{state}', line_id, 'y', document_on, basis, '', '', now(),"
            " made_by_id FROM budgets_distribution WHERE id = {draft}"
        ).format(**ids)
        with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
            run(sql)
