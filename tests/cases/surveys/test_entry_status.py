"""The kept status of an entry follows whatever it is derived from, whoever writes that (requirement A8)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.archives.models import ChangeRequest, FileStep, Household
from cases.archives.models.events import DECISIONS
from cases.archives.services.steps import take_step
from cases.archives.states import Section
from cases.surveys.models import Survey, SurveyEntry
from cases.surveys.selectors.derived import list_differences
from cases.surveys.services import surveys
from cases.surveys.states import VERIFYING
from tests.cases.surveys.test_surveys import filed, opened, years_ago
from tests.factories import HouseholdFactory
from tests.threads import after_this
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A7", "A8")]


@world
def home(cast):
    return years_ago(lambda: filed(cast))


@world
def survey(cast, home):
    return opened(cast)


def kept(household):
    return SurveyEntry.objects.values_list("status", flat=True).get(household=household)


def step(household, action="verify", **more):
    return FileStep.objects.create(
        unseen=household.evidence.count() if action == "file" else 0,
        household=household, action=action, source=household.state, target=household.state,
        is_decision=action in DECISIONS, figures={"persons": 1} if action == "relieve" else {}, **more,
    )  # fmt: skip


def change(household, **more):
    return ChangeRequest.objects.create(
        household=household, union=household.union, section=Section.HOUSING, **more
    )


def test_nobody_writes_it_by_hand(survey, home):
    survey.entries.update(status="verified")
    assert kept(home) == "open"


@pytest.mark.parametrize("action", VERIFYING)
def test_every_step_that_vouches_for_a_file_counts_and_no_other(survey, home, action):
    step(home, "submit")
    step(home, "confirm", at=timezone.now() - timedelta(days=30))
    assert kept(home) == "open"
    step(home, action)
    assert kept(home) == "verified"


def test_a_verification_that_is_taken_back_counts_no_more(cast, survey, home):
    taken = take_step(household_id=home.pk, action="verify", by=cast.clerk)
    assert kept(home) == "verified"
    take_step(household_id=home.pk, action="unverify", by=cast.clerk)
    assert taken.taken_back.action == "unverify"
    assert kept(home) == "open"
    assert not list_differences()


def test_it_follows_a_change_from_asking_to_its_end_and_to_another_file(cast, survey, home):
    asked, now = change(home, asked_by=cast.clerk), timezone.now()
    assert kept(home) == "pending"
    rows = ChangeRequest.objects.filter(pk=asked.pk)
    rows.update(state="accepted", decided_at=now, decided_by=cast.reviewer)
    assert kept(home) == "changed"
    rows.update(asked_at=now - timedelta(days=30))
    assert kept(home) == "open"
    rows.update(asked_at=now)
    rows.update(household=HouseholdFactory(complete=True, union=cast.union))
    assert kept(home) == "open"
    rows.update(household=home)
    assert kept(home) == "changed"
    rows.delete()
    assert kept(home) == "open"


def test_it_follows_the_day_the_family_left_and_back(survey, home):
    rows = Household.objects.filter(pk=home.pk)
    rows.update(left_on=timezone.localdate())
    assert kept(home) == "left"
    rows.update(left_on=None)
    assert kept(home) == "open"


def test_it_is_where_the_file_is(cast, survey, home):
    survey.entries.update(union=cast.elsewhere)
    assert survey.entries.get().union == home.union
    Household.objects.filter(pk=home.pk).update(union=cast.elsewhere)
    entry = survey.entries.get()
    assert (entry.union, entry.county_id) == (cast.elsewhere, cast.elsewhere.county_id)
    cast.elsewhere.parent = cast.county
    cast.elsewhere.save()
    assert survey.entries.get().county == cast.county


def test_it_follows_the_days_of_the_survey(survey, home):
    rows, now = Survey.objects.filter(pk=survey.pk), timezone.now()
    step(home)
    rows.update(state="closed", closed_at=now - timedelta(hours=1))
    assert kept(home) == "open"
    rows.update(state="open", closed_at=None)
    assert kept(home) == "verified"
    rows.update(from_on=timezone.localdate() + timedelta(days=1))
    assert kept(home) == "open"


def test_the_check_finds_an_entry_that_says_something_else(survey, home):
    said = StringIO()
    call_command("check_survey_entries", stdout=said)
    assert "1 户，与档案全部相符" in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        step(home)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert list_differences().get().derived == "verified"
    with pytest.raises(CommandError, match="1 处"):
        call_command("check_survey_entries", stdout=said)
    assert "open，应为 verified" in said.getvalue()
    survey.entries.update(status="")  # written again, and right again


def test_the_check_misses_a_trigger(survey):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER household_survey_entries ON archives_household")
    with pytest.raises(CommandError, match="1 处"):
        call_command("check_survey_entries", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_step_that_runs_while_the_list_is_frozen_counts(cast):
    home = years_ago(lambda: filed(cast))
    with after_this(lambda: opened(cast)):
        step(home)
    assert kept(home) == "verified"


@pytest.mark.django_db(transaction=True)
def test_a_step_that_begins_while_the_list_is_frozen_counts(cast):
    home = years_ago(lambda: filed(cast))
    with after_this(lambda: step(home)):
        opened(cast)
    assert kept(home) == "verified"


@pytest.mark.django_db(transaction=True)
def test_a_step_after_the_end_counts_not_though_it_ran_before(cast):
    home = years_ago(lambda: filed(cast))
    survey = opened(cast)

    def close():
        surveys.take_survey_step(survey_id=survey.pk, action="close", by=cast.city_reviewer)

    with after_this(close):
        step(home, at=timezone.now() + timedelta(minutes=1))
        assert kept(home) == "verified"
    assert kept(home) == "open"
