"""Files from the database judged by the policy in force: in bulk, as a trial run does, and one by one with
all that is kept. The floor reads the same facts by plain SQL and does the arithmetic in a plain loop."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.selectors.cases import get_cases, get_rules
from cases.archives.services.assessments import assess_household
from cases.policies.rules import PolicyDocument, assess

CHUNK = 500
ONE_BY_ONE = 1000
STANDARD = Decimal(820)
FACTS = """
    SELECT h.id, h.main_cause, u.region_code, m.persons, i.amount, e.amount
      FROM archives_household h JOIN accounts_union u ON u.id = h.union_id
      JOIN (SELECT household_id, count(*) AS persons FROM archives_member WHERE removed_at IS NULL
             GROUP BY 1) m ON m.household_id = h.id
      LEFT JOIN (SELECT household_id, sum(annual_amount) AS amount FROM archives_incomeitem GROUP BY 1) i
        ON i.household_id = h.id
      LEFT JOIN (SELECT household_id, sum(annual_amount) AS amount FROM archives_rigidexpense GROUP BY 1) e
        ON e.household_id = h.id"""
ONE = (
    "SELECT * FROM archives_household h JOIN accounts_union u ON u.id = h.union_id WHERE h.id = %s",
    "SELECT * FROM archives_member WHERE household_id = %s AND removed_at IS NULL ORDER BY position, id",
    "SELECT * FROM archives_incomeitem WHERE household_id = %s ORDER BY id",
    "SELECT * FROM archives_rigidexpense WHERE household_id = %s ORDER BY id",
)


def run(print_row: Callable[[str, float, str], None]) -> None:
    """All files in bulk: the plain loop, then the policy."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        rows = cursor.fetchall()
    found = [plain(row) for row in rows]
    taken = time.perf_counter() - started
    print_row("one SQL statement and a plain loop (floor)", taken, f"{len(found):,} files")
    keys = [row[0] for row in rows]
    started = time.perf_counter()
    documents: dict[int, PolicyDocument] = {}
    counted = sum(len(judge(keys[place : place + CHUNK], documents)) for place in range(0, len(keys), CHUNK))
    taken = time.perf_counter() - started
    print_row("read as cases and judged, as a trial run does", taken, f"{taken / counted * 1e6:.0f} µs each")


def plain(row: tuple) -> str:
    """The arithmetic alone."""
    _pk, cause, _region, persons, income, expense = row
    rest, line = (income or 0) - (expense or 0), STANDARD * persons * 12
    if rest < line:
        return "deep"
    if rest < 2 * line:
        return "relative"
    return "accident" if rest < 3 * line and cause in ("illness", "disaster", "accident") else ""


def judge(keys: list[int], documents: dict[int, PolicyDocument]) -> list[str]:
    """The categories of some files by the policy of each one's union."""
    unions = {row.pk: row.union for row in Household.objects.filter(pk__in=keys).select_related("union")}
    for union in unions.values():
        if union.pk not in documents:
            documents[union.pk] = get_rules(union=union, on=timezone.localdate()).document
    cases = get_cases(keys)
    return [assess(documents[unions[pk].pk], case).category for pk, case in cases.items()]


def run_one_by_one(print_row: Callable[[str, float, str], None]) -> None:
    """As at a submission: one file after the other, judged and kept with every condition. Nothing stays."""
    keys = list(Household.objects.order_by("pk").values_list("pk", flat=True)[:ONE_BY_ONE])
    with transaction.atomic():
        files = [Household.objects.select_related("union").get(pk=pk) for pk in keys]
        started = time.perf_counter()
        made = [assess_household(file, by=None) for file in files]
        ours = time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE floor_assessment (LIKE archives_assessment INCLUDING ALL)")
            cursor.execute(
                "CREATE TEMPORARY TABLE floor_condition (LIKE archives_assessmentcondition INCLUDING ALL)"
            )
        started = time.perf_counter()
        for assessment in made:
            by_sql(assessment.pk, assessment.household_id)
        floor = time.perf_counter() - started
        transaction.set_rollback(True)
    print_row("the same reads and rows by plain SQL (floor)", floor, f"{len(keys):,} files, one by one")
    print_row("assess_household", ours, f"{ours / len(keys) * 1e3:.1f} ms each, every condition kept")


def by_sql(assessment_id: int, household_id: int) -> None:
    """What has to be read of one file, and the rows of its assessment into tables like theirs."""
    with connection.cursor() as cursor:
        for text in ONE:
            cursor.execute(text, [household_id])
            cursor.fetchall()
        cursor.execute("SELECT * FROM archives_assessment WHERE id = %s", [assessment_id])
        _insert(cursor, "floor_assessment", cursor.fetchall())
        cursor.execute("SELECT * FROM archives_assessmentcondition WHERE assessment_id = %s", [assessment_id])
        _insert(cursor, "floor_condition", cursor.fetchall())


def _insert(cursor: Any, table: str, rows: list[tuple]) -> None:
    values = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
    if rows:
        cursor.execute(f"INSERT INTO {table} VALUES {values}", [value for row in rows for value in row])
