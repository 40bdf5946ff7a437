"""The database keeps openings when the code is gone around. Each refusal is shown to be the work of one
guard: with that guard taken away the same statement passes."""

from decimal import Decimal

import pytest
from django.db import DatabaseError

from cases.archives.models import Member
from cases.employers.services import register_employer
from cases.employers.services.employers import Particulars
from cases.employment import services
from cases.employment.services import Offer, Outcome
from hardship.demo import clock
from tests.cases.employment.conftest import today
from tests.factories import UnionFactory
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]
OPENING = "trigger employment_jobopening employment_jobopening_guard"
PEOPLE = "trigger employment_referral employment_referral_guard"
CHECKS = "trigger employment_jobcheck employment_jobcheck_answer"
NEW = """INSERT INTO employment_referral (opening_id, member_id, household_id, id_number_index, state, side,
        said, introduced_at)
    SELECT {opening}, id, household_id, {index}, 'introduced', '', '', {at}
    FROM archives_member WHERE id = {member}"""


@pytest.fixture
def ids(cast, county_clerk, seekers):
    mill = register_employer(union=cast.union, particulars=Particulars("棉纺厂"), by=cast.clerk)
    told = Offer("挡车工", "纺织", 2, Decimal(2600), "开发区", today(20))
    began = today(-40)
    with clock.at(began):
        opening, full, closed = (
            services.make_opening(employer=mill, offer=told, by=county_clerk) for _n in range(3)
        )
        services.close_opening(opening_id=closed.pk, comment="招满", by=county_clerk)
        for one, members in ((opening, seekers.members[:2]), (full, seekers.members[:2])):
            rows = Member.objects.filter(pk__in=[member.pk for member in members])
            services.introduce_members(opening_id=one.pk, members=rows, by=county_clerk)
        hired = Outcome(on=began, wage=Decimal(2600))
        for row in full.referrals.all():
            services.take_referral_step(referral_id=row.pk, action="hire", by=county_clerk, outcome=hired)
    row, other = opening.referrals.order_by("pk")
    at_work = full.referrals.order_by("pk")[0]
    asked, early, _last = at_work.checks.order_by("months")
    services.note_job_check(check_id=asked.pk, work="there", by=county_clerk)
    return {
        "opening": opening.pk, "full": full.pk, "closed": closed.pk, "row": row.pk, "other": other.pk,
        "hired": at_work.pk, "asked": asked.pk, "early": early.pk, "by": county_clerk.pk,
        "mother": seekers.members[0].pk, "son": seekers.members[2].pk,
        "gone": UnionFactory(closed_on="2026-01-01").pk,
    }  # fmt: skip


def new(**more):
    given = {"opening": "{opening}", "index": "id_number_index", "at": "now()", "member": "{son}"}
    return NEW.format(**(given | more))


def opening(sets, of="{opening}"):
    return f"UPDATE employment_jobopening SET {sets} WHERE id = {of}"


def referral(sets, of="{row}"):
    return f"UPDATE employment_referral SET {sets}, moved_at = now(), moved_by_id = {{by}} WHERE id = {of}"


HIRED = "state = 'hired', wage = 1, hired_on = "
REFUSED = [
    (OPENING, opening("number = 5", of="{closed}")),
    (OPENING, opening("number = 1", of="{full}")),
    (OPENING, opening("made_by_id = NULL")),
    ("constraint employment_jobopening opening_has_posts", opening("number = 0")),
    ("constraint employment_jobopening opening_pays", opening("wage = 0")),
    ("constraint employment_jobopening opening_closed_by_somebody", opening("said = 'x'")),
    ("trigger employment_jobopening employment_jobopening_closed_union", opening("union_id = {gone}")),
    (
        "trigger employment_jobopening employment_jobopening_kept",
        "DELETE FROM employment_jobopening WHERE id = {closed}",
    ),
    (PEOPLE, new(opening="{closed}")),
    (PEOPLE, new(opening="{full}")),
    (PEOPLE, new(at="now() + interval '30 days'")),
    (PEOPLE, new(index="'\\x00'::bytea")),
    (PEOPLE, referral(f"{HIRED} '2020-01-01'")),
    (PEOPLE, referral(f"{HIRED} (now() + interval '2 days')::date")),
    (PEOPLE, referral("state = 'left', said = 'x', wage = 1, hired_on = now()::date")),
    (PEOPLE, referral("state = 'left', said = 'x', wage = 1", of="{hired}")),
    (PEOPLE, referral("state = 'interviewed', introduced_by_id = {by}, id_number_index = '\\x00'::bytea")),
    ("index referral_once", new(member="{mother}")),
    ("constraint employment_referral referral_hired_whole", referral("state = 'hired', wage = 1")),
    ("constraint employment_referral referral_declined_whole", referral("state = 'declined', said = 'x'")),
    (
        "constraint employment_referral referral_moved_by_somebody",
        "UPDATE employment_referral SET state = 'interviewed' WHERE id = {row}",
    ),
    (
        "trigger employment_referral employment_referral_kept",
        "DELETE FROM employment_referral WHERE id = {row}",
    ),
    (CHECKS, "UPDATE employment_jobcheck SET work = 'left' WHERE id = {asked}"),
    (
        CHECKS,
        "UPDATE employment_jobcheck SET work = 'there', noted_at = '2020-01-01', noted_by_id = {by}"
        " WHERE id = {early}",
    ),
    (
        "constraint employment_jobcheck job_check_noted_by_somebody",
        "UPDATE employment_jobcheck SET work = 'there', noted_at = now() + interval '300 days'"
        " WHERE id = {early}",
    ),
    (
        "trigger employment_jobcheck employment_jobcheck_guard",
        "INSERT INTO employment_jobcheck (referral_id, months, due_on, work, said)"
        " VALUES ({row}, 1, now()::date, '', '')",
    ),
]


@pytest.mark.parametrize(("guard", "statement"), REFUSED)
def test_the_database_refuses(ids, guard, statement):
    sql = statement.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(sql)
    take_away(guard)
    run_and_undo(sql)
