"""The database keeps courses when the code is gone around. Each refusal is shown to be the work of one guard:
with that guard taken away the same statement passes."""

import pytest
from django.db import DatabaseError

from cases.employment import services
from tests.cases.employment.conftest import today
from tests.factories import HouseholdFactory, UnionFactory
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]
COURSE = "trigger employment_course employment_course_guard"
PEOPLE = "trigger employment_enrolment employment_enrolment_guard"
CHECKS = "trigger employment_coursecheck employment_coursecheck_answer"
RESULT = "UPDATE employment_enrolment SET state = '{state}', hours = {hours}, said = '{said}',\
 certificate_no = '{number}', result_by_id = {by}, result_at = {at} WHERE id = {row}"
NEW = """INSERT INTO employment_enrolment (course_id, member_id, household_id, id_number_index, starts_on,
        ends_on, state, certificate_no, said, enrolled_at, enrolled_by_id)
    SELECT {course}, id, household_id, {index}, {starts}, {ends}, '{state}', '', '', {at}, {by}
    FROM archives_member WHERE id = {member}"""


@pytest.fixture
def ids(cast, county_clerk, seekers, begin, enrol, over):
    mother, daughter, son = seekers.members
    ended = over(ago=200)
    course, full = begin(seats=5), begin(seats=1, starts_on=today(-1), ends_on=today(1))
    row = enrol(course, mother)[0]
    enrol(full, daughter)
    dropped = enrol(course, son)[-1]
    services.enter_result(enrolment_id=dropped.pk, state="dropped", said="搬走", by=county_clerk)
    checks = ended.enrolments.order_by("pk").first().checks
    services.note_check(check_id=checks.get(months=3).pk, work="employed", by=county_clerk)
    return {
        "course": course.pk, "full": full.pk, "row": row.pk, "dropped": dropped.pk,
        "ended": ended.pk,
        "planned": begin("planned").pk, "mother": mother.pk, "son": son.pk, "by": county_clerk.pk,
        "passed": ended.enrolments.order_by("pk").first().pk,
        "closed": UnionFactory(closed_on="2026-01-01").pk,
        "home": HouseholdFactory(union=cast.union).pk, "asked": checks.get(months=3).pk,
        "early": checks.get(months=6).pk, "failed": ended.enrolments.get(state="failed").pk,
    }  # fmt: skip


def new(**more):
    given = {
        "course": "{course}", "member": "{son}", "index": "id_number_index", "state": "enrolled",
        "at": "now()", "by": "{by}", "starts": "now()", "ends": "now()",
    }  # fmt: skip
    return NEW.format(**(given | more))


def result(**more):
    given = {
        "state": "passed", "hours": 1, "said": "", "number": "", "by": "{by}", "row": "{row}",
        "at": "now() + interval '30 days'",
    }  # fmt: skip
    return RESULT.format(**(given | more))


def course(sets, of="{course}"):
    return f"UPDATE employment_course SET {sets} WHERE id = {of}"


OVER = "ended_at = now() + interval '30 days', ended_by_id = {by}"
REFUSED = [
    (COURSE, course("seats = 1", of="{ended}")),
    (COURSE, course(f"state = 'ended', {OVER}", of="{planned}")),
    (COURSE, course(f"state = 'ended', {OVER}")),
    (COURSE, course(f"state = 'cancelled', said = 'x', {OVER}")),
    (COURSE, course("state = 'planned'")),
    (COURSE, course("made_by_id = NULL")),
    ("constraint employment_course course_has_seats", course("seats = 0", of="{planned}")),
    ("constraint employment_course course_cost_positive", course("cost = 0")),
    ("constraint employment_course course_days_in_order", course("ends_on = '2020-01-01'", of="{planned}")),
    ("constraint employment_course course_cancelled_for_a_reason", course("said = 'x'")),
    ("constraint employment_course course_ended_by_somebody", course(OVER)),
    (
        "trigger employment_course employment_course_closed_union",
        course("union_id = {closed}", of="{planned}"),
    ),
    (
        "trigger employment_course employment_course_kept",
        "DELETE FROM employment_course WHERE id = {planned}",
    ),
    (PEOPLE, new(course="{planned}")),
    (PEOPLE, new(at="now() + interval '30 days'")),
    (PEOPLE, new(course="{full}", starts="'2020-01-01'", ends="'2020-01-01'")),
    (PEOPLE, new(index="'\\x00'::bytea")),
    (PEOPLE, result(hours=61)),
    (PEOPLE, result(at="now()")),
    (PEOPLE, result(row="{passed}", state="failed", hours=50)),
    (PEOPLE, result(row="{passed}", hours=51)),
    (PEOPLE, "UPDATE employment_enrolment SET said = 'x' WHERE id = {dropped}"),
    (PEOPLE, "UPDATE employment_enrolment SET enrolled_by_id = NULL WHERE id = {row}"),
    ("constraint employment_enrolment enrolment_one_course_at_a_time", new(member="{mother}")),
    ("constraint employment_enrolment enrolment_result_whole", result(hours="NULL")),
    ("constraint employment_enrolment enrolment_result_whole", result(state="dropped")),
    ("constraint employment_enrolment certificate_of_who_passed", result(state="failed", number="A")),
    (
        "constraint employment_enrolment enrolment_of_somebody",
        "UPDATE employment_enrolment SET hours = hours, household_id = NULL WHERE id = {row}",
    ),
    (
        "trigger employment_enrolment employment_enrolment_kept",
        "DELETE FROM employment_enrolment WHERE id = {row}",
    ),
    (CHECKS, "UPDATE employment_coursecheck SET work = 'seeking' WHERE id = {asked}"),
    (CHECKS, "UPDATE employment_coursecheck SET due_on = due_on + 1 WHERE id = {early}"),
    (
        CHECKS,
        "UPDATE employment_coursecheck SET work = 'own', noted_at = '2020-01-01', noted_by_id = {by}"
        " WHERE id = {early}",
    ),
    (
        "constraint employment_coursecheck course_check_noted_by_somebody",
        "UPDATE employment_coursecheck SET work = 'own', noted_at = now() + interval '300 days'"
        " WHERE id = {early}",
    ),
]


@pytest.mark.parametrize(("guard", "statement"), REFUSED)
def test_the_database_refuses(ids, guard, statement):
    sql = statement.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(sql)
    if guard.endswith("enrolment_of_somebody"):
        take_away(PEOPLE)
        with pytest.raises(DatabaseError, match="enrolment_of_somebody"):
            run_and_undo(sql)
    take_away(guard)
    run_and_undo(sql)
