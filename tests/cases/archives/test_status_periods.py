"""How files stood, day by day: written by the files themselves, unchangeable once past (requirement F3)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.archives.models import Household, Member, StatusPeriod
from cases.archives.selectors.status_periods import list_status_period_differences
from cases.archives.services.life import changes
from cases.archives.services.steps import take_step
from cases.archives.states import Section
from cases.transfers import services as transfers
from hardship.accounts.states import Role
from hardship.demo import clock
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    UnionFactory,
    UserFactory,
    reached_standard,
    written_on,
)
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3", "A8")]
MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))


@world
def filed(cast):
    with clock.at(MAY):
        return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def periods(household, *names):
    rows = StatusPeriod.objects.filter(household=household).order_by("from_on", "pk")
    return list(rows.values_list("from_on", "to_on", *names))


def save(household, section, by, **data):
    household.refresh_from_db()
    return changes.save_change(
        household_id=household.pk, section=section, data=data, version=household.version, by=by
    )


def unguarded():
    """Past every trigger, as nobody can in the program: constraints stand alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def test_a_file_begins_with_the_day_it_is_filed_and_says_what_it_said(cast, filed):
    stand = StatusPeriod.objects.get()
    assert (stand.household, stand.from_on, stand.to_on) == (filed, MAY, None)
    assert (stand.state, stand.category, stand.main_cause) == ("filed", filed.category, "illness")
    assert (stand.worker_type, stand.is_on_dibao, stand.status) == ("urban", False, "on_post")
    assert (stand.head, stand.birth_on, stand.sex) == (filed.head, filed.head.birth_on, filed.head.sex)
    assert (stand.persons, stand.union, stand.county, stand.city) == (3, cast.union, cast.county, cast.city)


def test_a_draft_and_a_submitted_file_stand_nowhere(cast):
    HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    assert not StatusPeriod.objects.exists()


def test_an_accepted_change_begins_a_period_and_a_phone_number_none(cast, filed):
    with clock.at(JUNE):
        save(filed, Section.WORKER, cast.clerk, phone="13911112222")
    assert periods(filed) == [(MAY, None)]
    with clock.at(JUNE):
        asked = save(filed, Section.WORKER, cast.clerk, status="retired")
        assert periods(filed) == [(MAY, None)]  # it waits for a second person
    with clock.at(JULY):
        changes.decide(change_id=asked.pk, action="accept", by=cast.reviewer)
    assert periods(filed, "status") == [(MAY, JULY, "on_post"), (JULY, None, "retired")]


def test_people_who_come_and_go_are_counted(filed):
    with clock.at(JUNE):
        MemberFactory(household=filed, relation="daughter", position=3)
    with clock.at(JULY):
        Member.objects.filter(household=filed, position__gt=1).update(removed_at=None)  # nothing new
        Member.objects.filter(household=filed, position=3).update(removed_at="2026-07-01T00:00Z")
        Member.objects.filter(household=filed, position=2).update(removed_at="2026-07-01T00:00Z")
    assert periods(filed, "persons") == [(MAY, JUNE, 3), (JUNE, JULY, 4), (JULY, None, 2)]


def test_a_transfer_leaves_the_past_with_the_union_it_was_in(cast, filed):
    receiver = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    with clock.at(JUNE):
        row = transfers.offer(household_id=filed.pk, target=cast.elsewhere, note="调往新单位", by=cast.clerk)
    with clock.at(JULY):
        transfers.decide(transfer_id=row.pk, action="accept", by=receiver)
    old, new = cast.union, cast.elsewhere
    assert periods(filed, "union", "county") == [
        (MAY, JULY, old.pk, old.county_id),
        (JULY, None, new.pk, new.county_id),
    ]
    assert StatusPeriod.objects.visible_to(cast.reviewer).get().to_on == JULY
    assert StatusPeriod.objects.visible_to(receiver).get().from_on == JULY


def test_a_union_hung_elsewhere_takes_along_today_and_leaves_the_past(cast, filed):
    with clock.at(JUNE):
        cast.union.parent = cast.elsewhere.parent
        cast.union.save()
    old, new = cast.county.pk, cast.elsewhere.county_id
    assert periods(filed, "county") == [(MAY, JUNE, old), (JUNE, None, new)]


def test_a_family_that_leaves_ends_its_period_and_a_relieved_one_goes_on(cast, filed):
    with clock.at(JUNE):
        reached_standard(filed)
        take_step(household_id=filed.pk, action="relieve", by=cast.reviewer, comment="达标")
    with clock.at(JULY):
        take_step(
            household_id=filed.pk, action="close", by=cast.reviewer, comment="调离", close_reason="moved"
        )
    assert periods(filed, "state") == [(MAY, JUNE, "filed"), (JUNE, JULY, "relieved")]
    with clock.at(AUGUST):
        Household.objects.filter(pk=filed.pk).update(state="filed", left_on=None)  # as an undone merge does
    assert periods(filed)[-1] == (AUGUST, None)


def test_a_day_has_one_last_word(filed):
    with clock.at(JUNE):
        for category in ("relative", "accident", "deep"):
            Household.objects.filter(pk=filed.pk).update(category=category)
    assert periods(filed, "category")[-1] == (JUNE, None, "deep")
    with clock.at(JULY):
        Household.objects.filter(pk=filed.pk).update(state="lifted", left_on=JULY)
        Household.objects.filter(pk=filed.pk).update(state="filed", left_on=None)
        Household.objects.filter(pk=filed.pk).update(state="lifted", left_on=JULY)
    assert periods(filed)[-2:] == [(JUNE, JULY), (JULY, JULY)]  # the last one is empty


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE archives_statusperiod SET category = 'relative'",
        "UPDATE archives_statusperiod SET to_on = '2026-06-01'",
        "UPDATE archives_statusperiod SET from_on = '2025-06-01'",
        "DELETE FROM archives_statusperiod",
        "TRUNCATE archives_statusperiod",
        "INSERT INTO archives_statusperiod (household_id, from_on, state, category, main_cause, worker_type,"
        " status, sex, persons, union_id)"
        " SELECT household_id, '2025-01-01', state, '', '', '', '', '', 1, union_id"
        " FROM archives_statusperiod",
    ],
)
def test_nobody_writes_it_by_hand(filed, sql):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match=r"never deleted|by the file alone"), transaction.atomic():
            cursor.execute(sql)


def test_not_even_a_trigger_writes_into_the_past(filed):
    """A trigger of somebody's own gets past the question who writes, and no further."""
    own = """
        CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN EXECUTE NEW.remark; RETURN NULL; END $$;
        CREATE TRIGGER meddle AFTER UPDATE OF remark ON archives_household
            FOR EACH ROW EXECUTE FUNCTION meddle()"""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(own)
    for sql in (
        "UPDATE archives_statusperiod SET persons = 9",
        "UPDATE archives_statusperiod SET to_on = '2026-06-01'",
        "UPDATE archives_statusperiod SET from_on = '2026-04-01'",
        "DELETE FROM archives_statusperiod",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Household.objects.filter(pk=filed.pk).update(remark=sql)
    Household.objects.filter(pk=filed.pk).update(
        remark="UPDATE archives_statusperiod SET to_on = hardship_today()"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.filter(pk=filed.pk).update(remark="UPDATE archives_statusperiod SET to_on = NULL")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status_period_no_overlap", {"from_on": JUNE, "to_on": JULY}),
        ("status_period_open_once", {"from_on": date(2020, 1, 1), "to_on": None}),
        ("status_period_ends_after_it_begins", {"from_on": date(2020, 1, 2), "to_on": date(2020, 1, 1)}),
        (
            "status_period_in_force",
            {"from_on": date(2020, 1, 1), "to_on": date(2020, 1, 2), "state": "draft"},
        ),
    ],
)
def test_the_database_refuses_periods_that_cannot_be(filed, name, values):
    unguarded()
    row = StatusPeriod.objects.get()
    with pytest.raises(DatabaseError, match=f"{name}|daterange|range lower bound"), transaction.atomic():
        StatusPeriod.objects.create(
            **{"household": row.household, "union": row.union, "state": "filed", "persons": 1, **values}
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_at_one_family_both_count():
    household = HouseholdFactory(filed=True)

    def join(place):
        with written_on(household, "members"):
            MemberFactory(household=household, relation="daughter", position=place)

    at_once(join, range(3, 9))
    assert StatusPeriod.objects.get(to_on=None).persons == 9
    assert not list_status_period_differences()


def test_the_check_finds_what_is_missing_left_over_and_different(cast, filed):
    def check():
        out = StringIO()
        call_command("check_status_periods", stdout=out)
        return out.getvalue()

    without = "DROP TRIGGER household_status_changes ON archives_household"
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert "与档案全部相符" in check()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for meddle, words in (
        (lambda: Household.objects.filter(pk=filed.pk).update(category="accident"), "category"),
        (lambda: Member.objects.filter(pk=filed.head_id).update(status="retired"), "status"),
        (lambda: Household.objects.filter(pk=other.pk).update(state="lifted", left_on=JULY), "没有截止"),
        (lambda: StatusPeriod.objects.filter(household=filed).delete(), "没有状况记录"),
        (lambda: connection.cursor().execute(without), ""),
    ):
        mark = transaction.savepoint()
        unguarded()
        meddle()
        assert words in "".join(row.what for row in list_status_period_differences())
        with pytest.raises(CommandError, match="不符"):
            check()
        transaction.savepoint_rollback(mark)
    assert "与档案全部相符" in check()


def test_a_changed_clock_of_the_demonstration_ends_with_it(filed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT hardship_today() - (now() AT TIME ZONE 'Asia/Shanghai')::date")
        assert cursor.fetchone() == (0,)
        with clock.at(JUNE), clock.at(JUNE + timedelta(days=1)):
            cursor.execute("SELECT hardship_today()")
            assert cursor.fetchone() == (date(2026, 6, 2),)
        cursor.execute("SELECT hardship_today() - (now() AT TIME ZONE 'Asia/Shanghai')::date")
        assert cursor.fetchone() == (0,)


def test_a_new_union_without_files_has_no_past(cast, filed):
    union = UnionFactory(parent=cast.county)
    assert not StatusPeriod.objects.filter(union=union).exists()
