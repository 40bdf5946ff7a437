"""What the database itself keeps of 存量档案接收, with Python out of the way."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.archives.models import FileStep, Household
from cases.intakes.models import Intake, IntakeRow, IntakeSample
from cases.intakes.selectors.lists import list_samples
from tests.cases.intakes.lists import UNSURE, accepted, handed_in, look, second, step
from tests.cases.rosters.roster_files import person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]


def refused(write, *names):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert any(name in str(caught.value) for name in names), caught.value


def change(intake, **columns):
    return lambda: Intake.objects.filter(pk=intake.pk).update(**columns)


def test_two_people_of_whom_none_made_it(cast, reference):
    intake, now, other = handed_in(cast), timezone.now(), second(cast)
    look(intake, cast.reviewer)
    agreed = {"state": "agreed", "agreed_at": now}
    refused(change(intake, **agreed), "intake_agreed_by_somebody")
    refused(change(intake, **agreed, agreed_by=cast.clerk), "intake_by_another", "intake_agreed_by_somebody")
    step(intake, "agree", cast.reviewer)
    writing = {"state": "writing", "accepted_at": now}
    refused(change(intake, **writing, accepted_by=cast.reviewer), "intake_accepted_by_another")
    refused(change(intake, **writing, accepted_by=cast.clerk), "intake_by_another")
    change(intake, **writing, accepted_by=other)()


def test_whoever_imported_it_decides_nothing_even_if_another_handed_it_in(cast, reference):
    intake = handed_in(cast)
    look(intake, cast.reviewer)
    Intake.objects.filter(pk=intake.pk).update(submitted_by=second(cast))
    refused(
        change(intake, state="agreed", agreed_at=timezone.now(), agreed_by=cast.clerk), "intake_by_another"
    )


def test_nothing_is_accepted_that_nobody_looked_at(cast, reference):
    intake, now = handed_in(cast, person(1, **UNSURE)), timezone.now()
    change(intake, state="agreed", agreed_at=now, agreed_by=cast.reviewer)()
    accept = change(intake, state="writing", accepted_at=now, accepted_by=second(cast))
    refused(accept, "intake_looked_at")
    look(intake, cast.reviewer, "differs", "人口不符")
    refused(accept, "intake_looked_at")
    look(intake, cast.reviewer)
    IntakeRow.objects.update(basis="ineligible")
    refused(accept, "intake_looked_at")
    IntakeRow.objects.update(basis="roster")
    accept()


def test_no_draft_comes_into_force_but_by_an_accepted_list(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE))
    file = Household.objects.get(intake_row__intake=intake)
    other = second(cast)
    refused(
        lambda: FileStep.objects.create(
            household=file, action="take_over", source="draft", target="filed", is_decision=True, by=other,
            content_hash="0" * 64,
        ),
        "file_taken_over_by_two",
    )  # fmt: skip


def test_an_accepted_list_stays_as_it_is(cast, reference):
    intake = accepted(cast, person(1, **UNSURE))
    refused(change(intake, document_no="别的文号"), "intake_frozen")
    refused(lambda: intake.rows.update(state="open"), "intake_row_frozen")
    refused(lambda: list_samples(intake).update(note="改"), "intake_sample_frozen")


def test_rows_and_samples_are_never_deleted(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE))
    refused(lambda: IntakeSample.objects.all().delete(), "intake_sample_frozen")
    refused(lambda: delete_rows(intake), "intake_row_not_deleted")


def delete_rows(intake):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intakes_intakerow WHERE intake_id = %s", [intake.pk])


def test_a_file_is_complete_only_where_it_was_taken_over(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE))
    files = Household.objects.filter(intake_row__intake=intake)
    refused(
        lambda: files.update(completed_at=timezone.now(), completed_by=cast.reviewer),
        "household_completed_after_taken_over",
    )
