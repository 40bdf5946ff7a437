"""The database keeps plans when the code is gone around. Each refusal is shown to be the work of one guard:
with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError, connection, transaction

from funds.budgets import services
from tests.factories import UnionFactory
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def run_and_undo(sql):
    with transaction.atomic():
        run(sql)
        transaction.set_rollback(True)


def take_away(guard):
    """`guard`: "trigger TABLE NAME", "constraint TABLE NAME" or "index NAME"."""
    kind, *names = guard.split()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if kind == "index":
        run(f"DROP INDEX {names[0]}")
    elif kind == "trigger":
        run(f"ALTER TABLE {names[0]} DISABLE TRIGGER {names[1]}")
    else:
        run(f"ALTER TABLE {names[0]} DROP CONSTRAINT {names[1]}")
    run("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def ids(cast, in_force, adjusted, draft, take, year):
    """Names for statements: a plan in each situation, people, unions."""
    plan = in_force(planned(), planned("medical"))
    return {
        "in_force": plan.pk,
        "checked": adjusted(plan).pk,
        "draft": draft(of=year + 1).pk,
        "submitted": take(draft(of=year + 2), "submit").pk,
        "maker": cast.finance.pk,
        "other": cast.approver.pk,
        "city": cast.city.pk,
        "closed": UnionFactory(closed_on="2026-01-01").pk,
        "year": year,
    }


KEEPS = "trigger budgets_budget budgets_budget_keeps"
ROWS = "trigger budgets_budgetrow budgets_budgetrow_keeps"
NEW = """INSERT INTO budgets_budget (union_id, year, number, state, strictness, summary, reason, note,
        approval_no, made_at, made_by_id)
    VALUES ({union}, {of}, {number}, '{state}', 'warn', '', 'x', '', '', now(), {maker})"""


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("UPDATE budgets_budgetrow SET yuan_1 = 1 WHERE budget_id = {in_force}", ROWS),
        ("UPDATE budgets_budgetrow SET yuan_1 = 1 WHERE budget_id = {submitted}", ROWS),
        ("DELETE FROM budgets_budgetrow WHERE budget_id = {in_force}", ROWS),
        ("UPDATE budgets_budgetrow SET budget_id = {in_force}, kind = 'x' WHERE budget_id = {draft}", ROWS),
        ("UPDATE budgets_budget SET strictness = 'off' WHERE id = {in_force}", KEEPS),
        ("UPDATE budgets_budget SET from_on = '2026-01-01' WHERE id = {in_force}", KEEPS),
        ("UPDATE budgets_budget SET state = 'draft' WHERE id = {submitted}", KEEPS),
        ("UPDATE budgets_budget SET state = 'checked' WHERE id = {draft}", KEEPS),
        ("UPDATE budgets_budget SET year = 2030 WHERE id = {draft}", KEEPS),
        (
            "UPDATE budgets_budget SET checked_by_id = {maker} WHERE id = {submitted}",
            f"constraint budgets_budget budget_checked_by_another; {KEEPS}",
        ),
        (
            "UPDATE budgets_budget SET approved_by_id = {maker} WHERE id = {checked}",
            f"constraint budgets_budget budget_approved_by_another; {KEEPS}",
        ),
        (
            "UPDATE budgets_budget SET state = 'in_force', approved_by_id = {other}, from_on = now(),"
            " approval_no = '1', approved_at_union_id = {city} WHERE id = {checked}",
            "index budget_in_force_once",
        ),
        (
            "UPDATE budgets_budget SET state = 'adjusted' WHERE id = {in_force}",
            "constraint budgets_budget budget_ends_with_its_state",
        ),
        (
            NEW.format(union="{city}", of="{year} + 3", number=2, state="draft", maker="{maker}"),
            "trigger budgets_budget budgets_budget_enter",
        ),
        (
            NEW.format(union="{closed}", of="{year}", number=1, state="draft", maker="{maker}"),
            "trigger budgets_budget budgets_budget_closed_union",
        ),
        (
            NEW.format(union="{city}", of="{year} + 1", number=1, state="draft", maker="{maker}"),
            "index budget_version_once",
        ),
    ],
)
def test_the_database_refuses_it_and_one_guard_does(ids, sql, guard):
    for one in guard.split("; ")[1:]:
        take_away(one)
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    take_away(guard.split("; ")[0])
    run_and_undo(statement)


def test_a_plan_is_neither_deleted_nor_emptied(ids):
    for sql in (
        f"DELETE FROM budgets_budget WHERE id = {ids['draft']}",
        "TRUNCATE budgets_budget CASCADE",
        "TRUNCATE budgets_budgetrow",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(sql)


def test_a_second_adjustment_is_approved_above_by_the_database_too(
    cast, in_force, adjusted, take, monkeypatch
):
    second = adjusted(take(adjusted(in_force()), "approve"))
    monkeypatch.setattr("funds.budgets.services.steps._approver_blocker", lambda budget, by: "")
    with pytest.raises(DatabaseError, match="approved above"), transaction.atomic():
        take(second, "approve")


def test_an_empty_plan_is_not_handed_in_by_the_database_either(cast, year):
    plan = services.draft(year=year, by=cast.finance)
    with pytest.raises(DatabaseError, match="has rows"), transaction.atomic():
        run(f"UPDATE budgets_budget SET state = 'submitted' WHERE id = {plan.pk}")
