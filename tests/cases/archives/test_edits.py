"""What rests on a file's edits: who may decide, which page is out of date, what the database refuses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from cases.archives.models import FileEdit, Household, NumberLookup
from cases.archives.rules.fields import Whose, fields_about, keys_of
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import get_next_for_review, get_section_save, list_section_saves
from cases.archives.services import steps
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.life.changes import decide, save_change
from cases.archives.states import State
from cases.rosters.models import RosterImport
from cases.rosters.states import ImportState
from hardship.accounts.states import Role
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from tests.cases.archives.typed import filled, page, section
from tests.cases.rosters.roster_files import roster
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = pytest.mark.requirement("B3")
db = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@world
def both(cast):
    """A clerk of the county who reviews too."""
    return UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER], name="陆两职")


@world
def maker(cast):
    return UserFactory(union=cast.county, role=Role.CLERK)


def rewrite(client, household, **cells):
    """A roster in mode "update", through its pages."""
    line = {"id_number": household.head.id_number.reveal(), **cells}
    sent = {
        "file": SimpleUploadedFile("册.xlsx", roster(line)),
        "union": household.union_id,
        "mode": "update",
    }
    client.post(reverse("rosters:import_new"), sent)
    made = RosterImport.objects.get()
    for step in ("mapping", "confirm"):
        client.post(reverse(f"rosters:import_{step}", args=[made.uid]))
        run_pending()
    made.refresh_from_db()
    assert made.state == ImportState.DONE
    household.refresh_from_db()


def post_step(client, household, action):
    household.refresh_from_db()
    typed = {"action": action, "seen_hash": content_hash(household), "skips_unseen": "on"}
    return client.post(page("step", household), typed)


@db
def test_who_rewrote_a_draft_by_roster_does_not_file_it(cast, as_user, both):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    rewrite(as_user(both), household, address="花名册写的地址")
    assert household.address == "花名册写的地址"
    assert post_step(as_user(cast.clerk), household, "submit").status_code == 302
    assert get_next_for_review(both) is None
    answer = post_step(as_user(both), household, "file")
    household.refresh_from_db()
    assert (answer.status_code, household.state) == (409, State.UNDER_REVIEW)
    assert "不能审核自己建立、填写或提交的档案" in answer.text
    assert get_next_for_review(cast.reviewer) == household
    assert post_step(as_user(cast.reviewer), household, "file").status_code == 302


@db
def test_a_page_opened_before_a_roster_does_not_overwrite_it(cast, as_user, both):
    household = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    opened = filled(household, address="旧页面写的地址")
    rewrite(as_user(both), household, address="花名册写的地址")
    for answer in (
        as_user(cast.clerk).post(section(household), opened),
        as_user(cast.clerk).post(page("autosave", household, "housing"), opened),
    ):
        assert answer.status_code == 409
        assert "陆两职" in answer.text
    household.refresh_from_db()
    assert household.address == "花名册写的地址"
    elsewhere = {**opened, "cause_note": "与花名册无关"}
    assert as_user(cast.clerk).post(page("autosave", household, "causes"), elsewhere).status_code == 200


@db
def test_the_last_save_of_each_section_is_known(cast, maker):
    household = HouseholdFactory(union=cast.county, clerk=maker)
    for by in (maker, cast.clerk):
        record_edit(household=household, sections={"housing", "worker"}, by=by)
    record_edit(household=household, sections={"worker"}, by=maker)
    saves = list_section_saves(household)
    assert {name: (row.by, row.version) for name, row in saves.items()} == {
        "housing": (cast.clerk, 3), "worker": (maker, 4),
    }  # fmt: skip
    assert get_section_save(household, "housing").version == 3
    assert get_section_save(household, "causes") is None


@world
def waiting(cast, both, maker):
    """A file under review on which the county's person of two roles has written."""
    household = HouseholdFactory(complete=True, union=cast.county, clerk=maker)
    save_section(
        household_id=household.pk, section="housing", data={"address": "新址"}, version=1, by=both
    )  # fmt: skip
    steps.take_step(household_id=household.pk, action="submit", by=maker)
    return household


@db
def test_python_alone_refuses_a_decision_on_ones_own_words(waiting, both):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
        with pytest.raises(Refused, match="自己建立、填写或提交"), transaction.atomic():
            steps.take_step(household_id=waiting.pk, action="file", by=both, skips_unseen=True)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@db
def test_the_database_alone_refuses_a_decision_on_ones_own_words(waiting, both, maker, monkeypatch):
    monkeypatch.setattr(steps, "_blocker", lambda *_args, entered: "")
    for somebody in (both, maker):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            steps.take_step(
                household_id=waiting.pk, action="file", by=_reviewing(somebody), skips_unseen=True
            )
        assert caught.value.__cause__.diag.constraint_name == "file_step_not_on_own_work"
    waiting.refresh_from_db()
    assert waiting.state == State.UNDER_REVIEW


@world
def asked(cast, both, maker):
    """A file in force of which the county's person of two roles wanted a change; they wrote nothing on it."""
    household = HouseholdFactory(filed=True, union=cast.county, clerk=maker)
    change = save_change(
        household_id=household.pk, section="housing", data={"homes": 2}, version=household.version, by=both
    )
    decide(change_id=change.pk, action="withdraw", by=both)
    assert (change.asked_by, household.edits.filter(by=both).exists()) == (both, False)
    return household


def reassess(household, by):
    return steps.take_step(household_id=household.pk, action="reassess", by=by, comment="按新标准")


@db
def test_python_alone_refuses_whoever_asked_for_a_change(asked, both):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(Refused, match="自己建立、填写或提交"), transaction.atomic():
            reassess(asked, both)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@db
def test_the_database_alone_refuses_whoever_asked_for_a_change(asked, both, monkeypatch):
    monkeypatch.setattr(steps, "_blocker", lambda *_args, **_more: "")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        reassess(asked, both)
    assert caught.value.__cause__.diag.constraint_name == "file_step_not_on_own_work"


def _reviewing(user):
    from hardship.accounts.models import Appointment, User

    Appointment.objects.get_or_create(user=user, union=user.union, role=Role.REVIEWER)
    return User.objects.get(pk=user.pk)


@db
def test_a_decision_is_marked_as_one(waiting, both):
    with pytest.raises(IntegrityError, match="file_step_decision_marked"), transaction.atomic():
        waiting.steps.create(
            action="file", source="under_review", target="filed", content_hash="", by=both,
            unseen=waiting.evidence.count(),
        )  # fmt: skip


CONTENT = (
    "UPDATE archives_household SET address = 'x' WHERE id = {file}",
    "UPDATE archives_household SET wants = ARRAY['medical', 'job'] WHERE id = {file}",
    "UPDATE archives_member SET remark = 'x' WHERE household_id = {file}",
    "UPDATE archives_member SET removed_at = now() WHERE household_id = {file} AND relation = 'daughter'",
    "UPDATE archives_incomeitem SET annual_amount = 1 WHERE household_id = {file}",
    "DELETE FROM archives_incomeitem WHERE household_id = {file}",
    "UPDATE archives_rigidexpense SET note = 'x' WHERE household_id = {file}",
    "INSERT INTO archives_causefinding (household_id, is_removed, found_on, note, recorded_at)"
    " VALUES ({file}, true, '2026-01-01', 'x', now())",
    "INSERT INTO archives_consent (household_id, kind, signed_on, signer, allows_check, allows_notice, note,"
    " text_version, text_hash, recorded_at)"
    " VALUES ({file}, 'signed', '2026-01-01', 'x', true, true, '', '', '', now())",
    "INSERT INTO archives_policyanswer (household_id, fact, value, note, at)"
    " VALUES ({file}, 'local_hukou', 'true', '', now())",
    "INSERT INTO archives_monthlyrecord (household_id, month, income, rigid_expense, persons, recorded_at)"
    " VALUES ({file}, '2026-01-01', 1, 0, 1, now())",
)


@committed
def test_content_does_not_change_without_a_name(cast, maker):
    household = HouseholdFactory(complete=True, union=cast.county, clerk=maker)
    for sql in CONTENT:
        statement = sql.format(file=household.pk)
        with pytest.raises(DatabaseError) as caught:
            run(statement)
        assert caught.value.__cause__.diag.constraint_name == "file_content_leaves_edit", statement
        with transaction.atomic():
            run(statement)
            with transaction.atomic():  # a savepoint is of the same transaction
                record_edit(household=household, sections={"housing"}, by=maker)
    run(f"UPDATE archives_household SET due_on = now(), state = 'under_review' WHERE id = {household.pk}")
    with pytest.raises(DatabaseError, match="nobody is named"):
        Household.objects.create(union=cast.county)


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@db
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_edits_and_lookups_stay_as_they_were(cast, maker, verb):
    HouseholdFactory(union=cast.county, clerk=maker)
    NumberLookup.objects.create(found=1, by=maker)
    for model in (FileEdit, NumberLookup):
        with pytest.raises(DatabaseError, match=r"append-only|pending trigger"), transaction.atomic():
            run(verb.format(model._meta.db_table))


@committed
def test_the_transaction_of_an_edit_is_the_databases_word(cast, maker):
    household = HouseholdFactory(union=cast.county, clerk=maker)
    with transaction.atomic():
        run(
            "INSERT INTO archives_fileedit (household_id, version, sections, at, xact)"
            f" VALUES ({household.pk}, 9, '{{}}', now(), '1')"
        )
        run("SELECT 1 / (count(*)) FROM archives_fileedit WHERE version = 9 AND xact = pg_current_xact_id()")


# Columns of a file that nobody enters: where it is, what became of it, when and by whom.
NO_CONTENT = {
    "own_category", "own_label",
    "id", "uid", "head_pinyin", "union", "province", "city", "county", "township", "state", "version",
    "file_no", "file_year", "file_seq", "number_union", "previous", "category", "filing_level",
    "close_reason", "review_kind", "filed_on", "left_on", "due_on", "review_due_on", "labels",
}  # fmt: skip


@db
def test_the_database_knows_which_columns_are_content():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'household_content_leaves_edit'"
        )
        [definition] = cursor.fetchone()
    fields = {field.name: field.column for field in Household._meta.concrete_fields}
    content = {name for name, column in fields.items() if f"old.{column}" in definition}
    stamps = {name for name in fields if name.endswith(("_at", "_by"))} - {"registered_at"}
    assert content >= {*keys_of(fields_about(Whose.HOUSEHOLD)), "members_reviewed", "money_reviewed"}
    assert fields.keys() - content == NO_CONTENT | stamps
    assert definition.count("old.") == definition.count("new.")
