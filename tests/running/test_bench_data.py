"""What script/bench writes past every trigger is what the steps and the years would have left, row by row."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from cases.archives.models import FileEdit, Household, IncomeItem, Member, RigidExpense, StatusPeriod
from hardship.accounts.models import Union
from hardship.demo.clock import database_day
from hardship.kernel.copying import copy_rows

sys.path.append(str(Path(__file__).resolve().parents[2] / "script/lib"))
import bench_data
import bench_rows

COUNT = 840  # twice as many as it takes until each change has met each other
WRITTEN_AGAIN = (
    """INSERT INTO archives_fileedit (household_id, version, sections, by_id, at)
    SELECT id, version + 1, '{money}', created_by_id, now() FROM archives_household WHERE mod(id, 4) = 0""",
    "UPDATE archives_household SET version = version + 1 WHERE mod(id, 4) = 0",
)
# On which day, of one in how many, what changed.
YEARS = (
    (date(2025, 3, 1), 3, "category = CASE category WHEN 'deep' THEN 'relative' ELSE 'deep' END"),
    (date(2025, 9, 1), 4, "is_on_dibao = NOT is_on_dibao"),
    (date(2026, 3, 1), 5, "state = 'relieved'"),
    (date(2026, 6, 1), 7, "state = 'lifted', left_on = '2026-06-01'"),
)
# What is drawn anew each time that a row is written.
DRAWN = {
    Household: (),
    Member: ("id_number", "phone"),
    IncomeItem: (),
    RigidExpense: (),
    FileEdit: ("id", "at", "xact"),
    StatusPeriod: ("id",),
}


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return {model.__name__: rows(cursor, model, drawn) for model, drawn in DRAWN.items()}


def rows(cursor, model, drawn):
    cursor.execute(f"SELECT (to_jsonb(r) - %s::text[])::text FROM {model._meta.db_table} r", [list(drawn)])
    return sorted((json.loads(row) for (row,) in cursor.fetchall()), key=str)


def live(unions, clerk, monkeypatch):
    """Written as drafts, filed by an update, changed year by year, with every trigger."""
    with monkeypatch.context() as without:
        without.setattr(bench_rows, "LIFE", ())
        households, members, incomes, expenses, edits, _ = bench_rows.make_rows(unions, 0, clerk, "1")
    for household in households:
        household.state, household.version = "draft", 1
    begun = [edit for edit in edits if edit.version == 1]
    with connection.cursor() as cursor:
        for written in (households, begun, members, incomes, expenses):
            copy_rows(written)
        cursor.execute("UPDATE archives_household SET state = 'filed'")
        for statement in WRITTEN_AGAIN:
            cursor.execute(statement)
        for day, share, change in YEARS:
            with database_day(day):
                cursor.execute(
                    f"UPDATE archives_household SET {change} WHERE mod(id, %s) = 0 AND filed_on < %s"
                    " AND state IN ('filed', 'relieved')",
                    [share, day],
                )


def left_by(write):
    """The tables after it, which is then undone."""
    with transaction.atomic():
        write()
        found = tables()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_what_is_written_past_the_triggers_is_what_they_leave(cast, monkeypatch):
    unions = [Union.objects.get(pk=pk) for pk in (cast.union.pk, cast.elsewhere.pk)] * (COUNT // 2)
    lived = left_by(lambda: live(unions, cast.clerk, monkeypatch))
    written = left_by(lambda: bench_data.write_chunk(unions, 0, cast.clerk))
    for name, found in lived.items():
        assert found == written[name], name
    assert {row["state"] for row in lived["Household"]} == {"filed", "relieved", "lifted"}
    assert len(lived["StatusPeriod"]) > COUNT
