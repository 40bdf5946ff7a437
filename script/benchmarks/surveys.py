"""A year's survey over all files and what runs at night, each beside plain SQL over the same rows.

The survey is opened by the province; three files in five are verified in it, and every file has a history of
before. Nothing stays: all of it is rolled back.
"""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from measure import Pair, beside, print_pairs, sql

from cases.archives.services.life.due import mark_due
from cases.duplicates.services import find_duplicates
from cases.surveys.models import Survey
from cases.surveys.selectors import progress as survey_progress
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services import surveys
from cases.surveys.services.spotchecks import draw_sample
from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.states import Level, Role
from hardship.desk.selectors import count_todo

FROM_ON, TO_ON = date(2026, 10, 1), date(2026, 12, 31)
VERIFIED = """INSERT INTO archives_filestep
    (household_id, action, source, target, is_decision, comment, content_hash, at, by_id)
    SELECT id, 'verify', state, state, FALSE, '', '', '2026-11-01', %s
      FROM archives_household WHERE mod(id, 5) < 3"""
BEFORE = """INSERT INTO archives_filestep
    (household_id, action, source, target, is_decision, comment, content_hash, at, by_id)
    SELECT h.id, a, state, state, a = 'file', '', '', '2025-11-01', %s
      FROM archives_household h, unnest(ARRAY['submit', 'file', 'verify']) a"""
COPIED = """CREATE TEMPORARY TABLE floor_entry ON COMMIT DROP AS
    SELECT id, union_id FROM archives_household WHERE state IN ('filed', 'review_due', 'relieved')"""
GROUPED = """SELECT h.{column}_id, count(*) FROM surveys_surveyentry e
    JOIN archives_household h ON h.id = e.household_id WHERE h.{scope}_id = %s GROUP BY 1"""
FIRST = """SELECT h.id, h.file_no, m.name, u.name FROM surveys_surveyentry e
    JOIN archives_household h ON h.id = e.household_id JOIN archives_member m ON m.id = h.head_id
    JOIN accounts_union u ON u.id = h.union_id
    WHERE h.{scope}_id = %s ORDER BY m.name_pinyin, h.file_no LIMIT 50"""
SHARED = """SELECT phone_index FROM archives_member WHERE removed_at IS NULL AND phone_index IS NOT NULL
    GROUP BY 1 HAVING count(*) > 1"""
DUE = """UPDATE archives_household SET review_due_on = '2026-01-01'
    WHERE state = 'filed' AND mod(id, 100) = 0"""


def run(people: dict[str, User]) -> None:
    with transaction.atomic():
        province = _reviewer(people["js.auditor"])
        _write_history(province)
        survey = _open(province)
        _work_off(province)
        _measure_survey(survey, province, people["cc.reviewer"], people["xt.clerk"])
        _measure_night(province)
        transaction.set_rollback(True)


def _reviewer(user: User) -> User:
    Appointment.objects.create(user=user, union=user.union, role=Role.REVIEWER)
    return User.objects.select_related("union").get(pk=user.pk)


def _open(by: User) -> Survey:
    made = surveys.make_survey(year=TO_ON.year, title="bench", from_on=FROM_ON, to_on=TO_ON, by=by)
    floor = once(lambda: _execute(COPIED))
    taken = once(lambda: surveys.take_survey_step(survey_id=made.pk, action="open", by=by))
    print_pairs("Opening a survey", "plain copy", [Pair("all files in force", taken, floor)])
    return Survey.objects.select_related("union").get(pk=made.pk)


def _write_history(by: User) -> None:
    """Before the survey opens: its triggers would plan for an empty table, and read all of it each time."""
    _execute(BEFORE, by.pk)
    _execute("ANALYZE archives_filestep")


def _work_off(by: User) -> None:
    _execute("ANALYZE surveys_surveyentry")
    _execute(VERIFIED, by.pk)
    for table in ("archives_filestep", "surveys_surveyentry", "surveys_surveyunit"):
        _execute(f"ANALYZE {table}")


def _measure_survey(survey: Survey, province: User, county: User, clerk: User) -> None:
    city = Union.objects.filter(level=Level.CITY).order_by("code").first()
    pairs = []
    for name, user, union, column in (
        ("progress of the province", province, province.union, "city"),
        ("progress of a county", county, county.union, "union"),
    ):
        floor = sql(GROUPED.format(column=column, scope=union.scope_column), [union.pk])
        pairs.append(beside(name, lambda u=user, n=union: _progress(survey, u, n), floor))
    for name, user, union in (
        ("first 50 files of a city", province, city),
        ("first 50 files of a county", county, county.union),
        ("first 50 files of a union", clerk, clerk.union),
    ):
        floor = sql(FIRST.format(scope=union.scope_column), [union.pk])
        pairs.append(beside(name, lambda u=user, n=union: _first(survey, u, n), floor))
    floor = sql("SELECT count(*) FROM archives_household WHERE union_id = %s", [clerk.union_id])
    pairs.append(beside("what waits for a clerk, on every page", lambda: count_todo(clerk), floor))
    print_pairs("A survey of all files", "plain SQL", pairs)


def _progress(survey: Survey, user: User, union: Union) -> None:
    survey_progress.list_progress(survey, user=user, union=union)


def _first(survey: Survey, user: User, union: Union) -> None:
    entries = selectors.list_entries(survey, user=user, union=union)
    selectors.InOrder(entries)[:50]


def _measure_night(by: User) -> None:
    """Once each: a second time would find nothing to do."""
    _execute(DUE)
    marked: list[int] = []
    drawn = once(lambda: draw_sample(year=TO_ON.year, share=Decimal(5), by=by))
    twins = once(find_duplicates)
    due = once(lambda: marked.append(mark_due()))
    floors = (
        once(
            sql("SELECT id, file_no, union_id, category FROM archives_household WHERE state <> 'lifted'", [])
        ),
        once(sql(SHARED, [])),
        once(lambda: _execute(DUE)),
    )
    pairs = [
        Pair("a spot check of 5 % drawn and frozen", drawn, floors[0]),
        Pair("everybody's numbers compared", twins, floors[1]),
        Pair("files marked as due", due, floors[2], f"{marked[0]} files"),
    ]
    print_pairs("What runs at night or once a year", "plain SQL", pairs)


def _execute(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def once(action: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000
