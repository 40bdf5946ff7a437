"""A file along its transition table."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from freezegun import freeze_time

from cases.archives.models import Assessment, FileStep, Household
from cases.archives.selectors import content_hash
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.entry.verdicts import check_evidence
from cases.archives.services.refusals import IncompleteFile, StaleFile
from cases.archives.services.steps import Reason, list_buttons, months_after, take_step
from cases.archives.states import TRANSITIONS, State
from cases.policies.models import CalendarDay
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, id_number, left_hardship, written_on

pytestmark = pytest.mark.django_db

ACTIONS = sorted({row.action for row in TRANSITIONS})
LEGAL = {(row.action, source, row.role): row for row in TRANSITIONS for source in row.source}
ROLES = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
DETAILS = {"close": {"close_reason": "moved"}}


def take(household, action, by, **more):
    if action == "file":
        more = {"skips_unseen": True} | more
    return take_step(household_id=household.pk, action=action, by=by, **more)


def in_state(state, union):
    household = HouseholdFactory(union=union, submitted=True)
    Household.objects.filter(pk=household.pk).update(
        state=state, file_no=f"X-2026-{household.pk}", file_year=2026, file_seq=household.pk,
        close_reason="moved", left_on=date(2026, 1, 5),
    )  # fmt: skip
    left_hardship(household)
    household.refresh_from_db()
    return household


class Undo(Exception):
    """Ends a try without leaving anything behind."""


@pytest.mark.parametrize("state", State.values)
def test_take_step_does_what_the_table_says_and_nothing_else(cast, state):
    """Whoever the table names takes the step, everybody else is refused and leaves nothing."""
    household = in_state(state, cast.union)
    places = {None: cast.union, Part.REVIEW: cast.county}
    people = {
        (role, at): UserFactory(role=role, union=union) for role in ROLES for at, union in places.items()
    }
    steps = household.steps.count()
    for action in ACTIONS:
        for role in ROLES:
            row = LEGAL.get((action, state, role))
            actor = people[role, row.part if row else None]
            taken = attempt(household, action, actor)
            assert taken == ((row.target, steps + 1, True) if row else None), (action, role)
    household.refresh_from_db()
    assert (household.state, household.steps.count()) == (state, steps)
    assert not AuditRecord.objects.about(household).filter(by__in=people.values()).exists()


def attempt(household, action, actor):
    """Where the step led, how many steps there were then and whether the trail has it, or None when it was
    refused; all undone."""
    result = None
    try:
        with transaction.atomic():
            if action == "relieve":  # its months are those of a family that leaves hardship
                with written_on(household, "months"):
                    household.months.update(income=3 * Decimal("820.00"))
            take(household, action, actor, comment="理由", **DETAILS.get(action, {}))
            household.refresh_from_db()
            trail = AuditRecord.objects.about(household).filter(action=f"household.{action}", by=actor)
            result = (household.state, household.steps.count(), trail.exists())
            raise Undo
    except (Undo, Refused):
        return result


@pytest.mark.parametrize("state", State.values)
def test_buttons_are_the_rows_that_may_be_taken(cast, state):
    household = in_state(state, cast.union)
    for person in (cast.clerk, cast.reviewer, cast.auditor):
        legal = {action for action in ACTIONS for role in person.roles if LEGAL.get((action, state, role))}
        assert {button.action for button in list_buttons(household, person)} & set(ACTIONS) == legal


@pytest.mark.requirement("A1")
def test_submission_stores_the_assessment_with_its_inputs(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    with freeze_time("2026-09-29 10:00:00"):
        assert CalendarDay.objects.get(on=date(2026, 10, 10)).is_workday, "a Saturday that is made up for"
        take(household, "submit", cast.clerk)
    household.refresh_from_db()
    stored = Assessment.objects.get(household=household)
    assert (household.state, household.due_on) == (State.UNDER_REVIEW, date(2026, 10, 12))
    assert (stored.category, str(stored.net), str(stored.standard.monthly)) == ("deep", "819.97", "820.00")


def test_an_incomplete_file_is_not_submitted_and_says_what_it_lacks(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    with pytest.raises(IncompleteFile) as refusal:
        take(household, "submit", cast.clerk)
    assert "身份证号" in [item.label for item in refusal.value.missing]
    household.refresh_from_db()
    assert household.state == State.DRAFT
    assert household.assessments.count() == 0


@pytest.mark.requirement("A10")
def test_a_person_in_another_active_file_stops_the_submission(cast):
    number = id_number()
    HouseholdFactory(union=cast.elsewhere, filed=True, name="钱保密", number=number)
    mine = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True, name="钱某人", number=number)
    with pytest.raises(Refused) as refusal:
        take(mine, "submit", cast.clerk)
    assert "钱某人" in str(refusal.value)
    assert cast.elsewhere.name in str(refusal.value)
    assert "钱保密" not in str(refusal.value)
    mine.refresh_from_db()
    assert (mine.state, mine.steps.count(), mine.assessments.count()) == (State.DRAFT, 0, 0)


def test_filing_numbers_the_file_and_sets_the_next_review(cast):
    with freeze_time("2026-11-21 10:00:00"):
        first, second = (
            HouseholdFactory(union=cast.union, filed=True, reviewer=cast.reviewer) for _turn in range(2)
        )
    code = cast.union.code
    assert [first.file_no, second.file_no] == [f"{code}-2026-0001", f"{code}-2026-0002"]
    assert (first.category, first.filing_level, first.filed_by) == ("deep", "national", cast.reviewer)
    assert (first.filed_on, first.review_due_on) == (date(2026, 11, 21), date(2027, 5, 21))


def test_nobody_files_what_they_made_or_submitted(cast):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    household = HouseholdFactory(union=cast.county, clerk=both, submitted=True)
    with pytest.raises(Refused, match="自己"):
        take(household, "file", both)
    assert "file" not in [row.action for row in list_buttons(household, both)]
    take(household, "file", cast.reviewer)


def test_only_the_county_decides(cast):
    household = HouseholdFactory(union=cast.union, submitted=True)
    for person in (cast.city_reviewer, UserFactory(union=cast.union, role=Role.REVIEWER)):
        with pytest.raises(Refused):
            take(household, "file", person)
    with pytest.raises(Household.DoesNotExist):
        take(household, "file", cast.stranger)


def test_a_decision_binds_to_the_content_that_was_seen(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    seen = content_hash(household)
    take(household, "withdraw", cast.clerk)
    household.refresh_from_db()
    save_section(
        household_id=household.pk,
        section="housing",
        data={"homes": 2},
        version=household.version,
        by=cast.clerk,
    )
    take(household, "submit", cast.clerk)
    with pytest.raises(StaleFile) as stale:
        take(household, "file", cast.reviewer, seen_hash=seen)
    assert stale.value.name == cast.clerk.name
    household.refresh_from_db()
    step = take(household, "file", cast.reviewer, seen_hash=content_hash(household))
    household.refresh_from_db()
    assert step.content_hash == content_hash(household)  # the outcome is not part of what was decided on


def test_returning_keeps_a_reason_for_each_field(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    with pytest.raises(Refused, match="意见"):
        take(household, "return", cast.reviewer, comment="  ")
    step = take(household, "return", cast.reviewer, reasons=[
        Reason("worker", "employer", "写全称"), Reason("evidence", "", "重拍"),
    ])  # fmt: skip
    household.refresh_from_db()
    assert (household.state, household.due_on) == (State.RETURNED, None)
    assert list(step.reasons.order_by("pk").values_list("section", "field", "reason")) == [
        ("worker", "employer", "写全称"), ("evidence", "", "重拍"),
    ]  # fmt: skip


def test_a_household_above_the_line_is_filed_only_knowingly(cast):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    household.incomes.update(annual_amount=900_000)
    take(household, "submit", cast.clerk)
    with pytest.raises(Refused, match="不符合"):
        take(household, "file", cast.reviewer)
    household.refresh_from_db()
    assert household.file_no is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_after_ends_within_the_month(day, months, then):
    assert months_after(day, months) == then


@pytest.fixture
def submitted(cast):
    return HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)


def test_documents_that_nobody_judged_are_kept_with_the_filing(submitted, cast):
    with pytest.raises(Refused, match=r"还有 \d+ 份材料没有核对") as refused:
        take_step(household_id=submitted.pk, action="file", by=cast.reviewer)
    assert refused.value.field == "skips_unseen"
    first, *others = submitted.evidence.all()
    check_evidence(uid=first.uid, verdict="agrees", by=cast.reviewer)
    step = take(submitted, "file", cast.reviewer)
    assert step.unseen == len(others)
    assert AuditRecord.objects.get(action="household.file").data["unseen"] == len(others)


def test_the_history_says_so(submitted, cast, as_user):
    take(submitted, "file", cast.reviewer)
    page = as_user(cast.clerk).get(reverse("archives:case", args=[submitted.pk])).text
    assert f"有 {submitted.evidence.count()} 份材料没有逐份核对" in page


def test_the_database_counts_them_itself(submitted, cast):
    step = {"household": submitted, "source": "under_review", "content_hash": "0" * 64, "by": cast.reviewer}
    with pytest.raises(IntegrityError, match="nobody judged"), transaction.atomic():
        FileStep.objects.create(**step, action="file", target="filed", is_decision=True)
    with pytest.raises(IntegrityError, match="file_step_unseen_when_filed"), transaction.atomic():
        FileStep.objects.create(**step, action="return", target="returned", unseen=1)
