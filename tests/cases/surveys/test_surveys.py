"""The year's verification: a frozen list, a status that the file itself tells, submission and acceptance."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from freezegun import freeze_time

from cases.archives.models import ChangeRequest, Household, Member
from cases.archives.services.life.changes import decide, save_change
from cases.archives.services.steps import take_step
from cases.archives.states import Section
from cases.surveys.models import Survey, SurveyEntry, SurveyUnit
from cases.surveys.selectors import progress as survey_progress
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services import surveys
from cases.surveys.states import SURVEY_TRANSITIONS, UNIT_TRANSITIONS, EntryStatus, SurveyState, UnitState
from cases.transfers import services as transfers
from hardship.accounts.states import Level, Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_todo, list_todo
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A7", "A8")]
BEFORE = timedelta(days=40)


def filed(cast, union=None, **more):
    """A file that was filed before the survey began."""
    home = union or cast.union
    clerk = cast.clerk if home == cast.union else UserFactory(union=home)
    reviewer = cast.reviewer if home.county_id == cast.county.pk else None
    return HouseholdFactory(filed=True, union=home, clerk=clerk, reviewer=reviewer, **more)


def years_ago(work):
    """What happened before the survey."""
    with freeze_time(timezone.now() - BEFORE):
        return work()


@world
def home(cast):
    return years_ago(lambda: filed(cast))


def make(cast, by=None, **more):
    today = timezone.localdate()
    values = {
        "year": today.year, "title": "年度摸底调查", "from_on": today - timedelta(days=7),
        "to_on": today + timedelta(days=30),
    } | more  # fmt: skip
    return surveys.make_survey(by=by or cast.city_reviewer, **values)


def opened(cast, by=None, **more):
    by = by or cast.city_reviewer
    return surveys.take_survey_step(survey_id=make(cast, by, **more).pk, action="open", by=by)


def status(survey, household):
    return survey.entries.get(household=household).status


def verify(household, by):
    return take_step(household_id=household.pk, action="verify", by=by)


def ask(household, by, **data):
    return save_change(
        household_id=household.pk, section=Section.HOUSING, data=data or {"homes": 2},
        version=Household.objects.get(pk=household.pk).version, by=by,
    )  # fmt: skip


def unit_step(unit, action, by, comment="请重查"):
    return surveys.take_unit_step(unit_id=unit.pk, action=action, by=by, comment=comment)


def returned(survey, by, *households, reason="请上门再核"):
    rows = SurveyEntry.objects.filter(household__in=households)
    return surveys.return_entries(survey_id=survey.pk, entries=rows, reason=reason, by=by)


def test_opening_freezes_the_files_in_force_of_every_union_below(cast, home):
    other = years_ago(lambda: filed(cast, UnionFactory(parent=cast.county)))
    away = years_ago(lambda: filed(cast, cast.elsewhere))
    draft = HouseholdFactory(complete=True, union=cast.union)
    survey = opened(cast)
    listed = set(survey.entries.values_list("household", "listed_union"))
    assert listed == {(home.pk, home.union_id), (other.pk, other.union_id)}
    assert {unit.union for unit in survey.units.all()} == {home.union, other.union}
    assert {(unit.county, unit.city) for unit in survey.units.all()} == {(cast.county, cast.city)}
    assert not survey.entries.filter(household__in=[away, draft]).exists()
    assert AuditRecord.objects.about(survey).get(action="survey.open").data["count"] == 2


def test_the_list_goes_by_the_names_of_the_day_when_it_was_made_and_by_what_is_urgent(cast, home):
    for name, sound in (("赵平", "zhaoping"), ("曾明", "zengming"), ("李伟", "liwei")):
        file = years_ago(lambda: filed(cast))
        Member.objects.filter(pk=file.head_id).update(name=name, name_pinyin=sound)
    Member.objects.filter(pk=home.head_id).update(name="王秀兰", name_pinyin="wangxiulan")
    survey = opened(cast)
    rows = selectors.InOrder(selectors.list_entries(survey, user=cast.clerk))
    assert len(rows) == 4
    assert [row.household.head.name for row in rows[:3]] == ["李伟", "王秀兰", "曾明"]
    assert [row.household.head.name for row in rows[3:6]] == ["赵平"]
    Member.objects.filter(pk=home.head_id).update(name_pinyin="zzz")
    verify(rows[:1][0].household, cast.clerk)
    assert [row.household.head.name for row in rows[:4]] == ["王秀兰", "曾明", "赵平", "李伟"]


def test_a_survey_of_nobody_does_not_open(cast):
    made = make(cast)
    with pytest.raises(Refused, match="没有在档"):
        surveys.take_survey_step(survey_id=made.pk, action="open", by=cast.city_reviewer)
    assert not SurveyUnit.objects.exists()


def legal_target(table, action, state, role):
    rows = [row for row in table if (row.action, row.role) == (action, role) and state in row.source]
    return rows[0].target if rows else None


@pytest.mark.parametrize("action", sorted({row.action for row in SURVEY_TRANSITIONS}))
def test_a_survey_moves_as_the_table_says_and_not_otherwise(cast, home, action):
    now = timezone.now()
    stamps = {"draft": {}, "open": {"opened_at": now}, "closed": {"opened_at": now, "closed_at": now}}
    for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AUDITOR):
        by = UserFactory(union=cast.city, role=role)
        for state in SurveyState:
            survey = make(cast, title=f"{role}{state}")
            Survey.objects.filter(pk=survey.pk).update(state=state, **stamps[state])
            target = legal_target(SURVEY_TRANSITIONS, action, state, role)
            with nullcontext() if target else pytest.raises(Refused):
                surveys.take_survey_step(survey_id=survey.pk, action=action, by=by, comment="延期")
            survey.refresh_from_db()
            assert survey.state == (target or state), (role, state)


@pytest.mark.parametrize("action", sorted({row.action for row in UNIT_TRANSITIONS}))
def test_a_list_moves_as_the_table_says_and_not_otherwise(cast, home, action):
    survey = opened(cast)
    verify(home, cast.clerk)
    unit, now = survey.units.get(), timezone.now()
    people = [(Role.CLERK, cast.union), (Role.REVIEWER, cast.county), (Role.APPROVER, cast.county)]
    for role, union in people:
        by = UserFactory(union=union, role=role)
        for state in UnitState:
            SurveyUnit.objects.filter(pk=unit.pk).update(
                state=state, submitted_at=now, submitted_by=cast.clerk, decided_at=now,
                decided_by=cast.reviewer,
            )  # fmt: skip
            target = legal_target(UNIT_TRANSITIONS, action, state, role)
            with nullcontext() if target else pytest.raises(Refused):
                unit_step(unit, action, by)
            unit.refresh_from_db()
            assert unit.state == (target or state), (role, state)


def test_what_became_of_a_file_is_told_by_the_file(cast, home):
    others = [years_ago(lambda: filed(cast)) for _n in range(4)]
    years_ago(lambda: verify(home, cast.clerk))
    survey = opened(cast)
    same, changed, gone, asked = others
    assert status(survey, home) == EntryStatus.OPEN, "a verification of before does not count"
    verify(same, cast.clerk)
    decide(change_id=ask(changed, cast.clerk).pk, action="accept", by=cast.reviewer)
    change = ask(asked, cast.clerk)
    take_step(household_id=gone.pk, action="leave", by=cast.clerk, comment="已搬走")
    assert [status(survey, row) for row in others] == [
        EntryStatus.VERIFIED, EntryStatus.CHANGED, EntryStatus.LEFT, EntryStatus.PENDING
    ]  # fmt: skip
    decide(change_id=change.pk, action="reject", by=cast.reviewer, comment="材料不全")
    assert status(survey, asked) == EntryStatus.OPEN
    counts = selectors.count_statuses(selectors.list_entries(survey, user=cast.city_reviewer))
    assert counts == {
        "returned": 0, "open": 2, "pending": 0, "excused": 0, "verified": 1, "changed": 1, "left": 1
    }  # fmt: skip


def test_a_file_of_today_is_added_and_one_filed_in_the_window_counts_as_looked_at(cast):
    early = filed(cast)
    survey = opened(cast)
    late = filed(cast)
    assert status(survey, early) == EntryStatus.VERIFIED
    assert list(selectors.list_added(survey, user=cast.clerk)) == [late]
    (row,) = survey_progress.list_progress(survey, user=cast.reviewer, union=cast.county)
    assert (row.files, row.verified, row.added) == (1, 1, 1)


def test_a_closed_survey_says_the_same_for_ever(cast, home):
    begun = timezone.now() - timedelta(days=9)
    with freeze_time(begun):
        survey = opened(cast)
        same = filed(cast)
    with freeze_time(begun + timedelta(days=1)):
        survey = surveys.take_survey_step(survey_id=survey.pk, action="close", by=cast.city_reviewer)
    assert status(survey, home) == EntryStatus.OPEN
    verify(home, cast.clerk)
    filed(cast)
    assert status(survey, home) == EntryStatus.OPEN
    take_step(household_id=home.pk, action="leave", by=cast.clerk, comment="已搬走")
    assert status(survey, home) == EntryStatus.OPEN
    assert list(selectors.list_added(survey, user=cast.clerk)) == [same]


def test_what_goes_back_counts_only_what_is_done_afterwards(cast, home):
    survey = opened(cast)
    verify(home, cast.clerk)
    unit = unit_step(survey.units.get(), "submit", cast.clerk)
    assert returned(survey, cast.reviewer, home) == 1
    unit.refresh_from_db()
    assert (status(survey, home), unit.state) == (EntryStatus.RETURNED, UnitState.RETURNED)
    assert unit.comment == "请上门再核"
    with pytest.raises(Refused, match="1 户没有核查"):
        unit_step(unit, "submit", cast.clerk)
    first = selectors.in_order(selectors.list_entries(survey, user=cast.clerk)).first()
    assert (first.household, first.return_reason) == (home, "请上门再核")
    verify(home, cast.clerk)
    assert status(survey, home) == EntryStatus.VERIFIED
    assert unit_step(unit, "submit", cast.clerk).state == UnitState.SUBMITTED


def test_what_is_not_done_cannot_go_back_and_nobody_below_the_county_sends_it(cast, home):
    survey = opened(cast)
    with pytest.raises(Refused, match="没有可以退回的"):
        returned(survey, cast.reviewer, home)
    verify(home, cast.clerk)
    with pytest.raises(Refused, match="负责审核的工会"):
        returned(survey, cast.clerk, home)
    with pytest.raises(Refused, match="没有可以退回的"):
        returned(survey, cast.city_reviewer, home)
    with pytest.raises(Refused, match="原因"):
        returned(survey, cast.reviewer, home, reason=" ")
    with pytest.raises(Survey.DoesNotExist):
        returned(survey, cast.stranger, home)
    assert status(survey, home) == EntryStatus.VERIFIED


def test_a_file_that_cannot_be_verified_needs_a_reason(cast, home):
    survey = opened(cast)
    unit = survey.units.get()
    say = {"survey_id": survey.pk, "household_id": home.pk}
    with pytest.raises(Refused, match="原因"):
        surveys.excuse(reason=" ", by=cast.clerk, **say)
    surveys.excuse(reason="外出务工，电话联系不上", by=cast.clerk, **say)
    assert status(survey, home) == EntryStatus.EXCUSED
    unit_step(unit, "submit", cast.clerk)
    returned(survey, cast.reviewer, home, reason="请联系其亲属")
    assert status(survey, home) == EntryStatus.RETURNED, "the excuse of before does not count any more"


def test_a_change_that_waits_keeps_the_county_from_accepting(cast, home):
    survey = opened(cast)
    change = ask(home, cast.clerk)
    unit = unit_step(survey.units.get(), "submit", cast.clerk)
    with pytest.raises(Refused, match="1 户的变更"):
        unit_step(unit, "accept", cast.reviewer)
    decide(change_id=change.pk, action="accept", by=cast.reviewer)
    assert unit_step(unit, "accept", cast.reviewer).state == UnitState.ACCEPTED


def test_nobody_accepts_what_they_submitted(cast):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    own = years_ago(lambda: HouseholdFactory(filed=True, union=cast.county, clerk=both))
    survey = opened(cast)
    verify(own, both)
    unit = unit_step(survey.units.get(), "submit", both)
    with pytest.raises(Refused, match="自己提交"):
        unit_step(unit, "accept", both)
    assert not [row for row in surveys.list_unit_buttons(unit, both) if row.is_decision]


def test_a_file_takes_its_place_along_to_another_union(cast, home):
    target = UnionFactory(parent=cast.county)
    receiver = UserFactory(union=target)
    survey = opened(cast)
    made = transfers.offer(household_id=home.pk, target=target, note="调动", by=cast.clerk)
    transfers.decide(transfer_id=made.pk, action="accept", by=receiver)
    assert survey.units.get(union=target).state == UnitState.OPEN
    assert selectors.list_open_entries(receiver).get().household == home
    assert not selectors.list_open_entries(cast.clerk).exists()
    away = UserFactory(union=cast.elsewhere)
    made = transfers.offer(household_id=home.pk, target=cast.elsewhere, note="调动", by=receiver)
    transfers.decide(transfer_id=made.pk, action="accept", by=away)
    assert selectors.count_moved(survey) == 1
    assert not survey.units.filter(union=cast.elsewhere).exists()
    assert not selectors.list_entries(survey, user=away).exists()


def test_an_accepted_list_opens_again_when_a_file_that_waits_comes_in(cast, home):
    target = UnionFactory(parent=cast.county)
    receiver = UserFactory(union=target)
    done = years_ago(lambda: HouseholdFactory(filed=True, union=target, clerk=receiver))
    survey = opened(cast)
    verify(done, receiver)
    unit = unit_step(survey.units.get(union=target), "submit", receiver)
    unit_step(unit, "accept", cast.reviewer)
    made = transfers.offer(household_id=home.pk, target=target, note="调动", by=cast.clerk)
    transfers.decide(transfer_id=made.pk, action="accept", by=receiver)
    unit.refresh_from_db()
    (row,) = [row for row in UNIT_TRANSITIONS if row.role == WORKER]
    assert unit.state == row.target
    assert AuditRecord.objects.about(unit).get(action=f"survey_unit.{row.action}").by is None


def test_many_are_verified_and_each_refusal_is_named(cast, home):
    other, waiting = (years_ago(lambda: filed(cast)) for _n in range(2))
    away = years_ago(lambda: filed(cast, cast.elsewhere))
    survey = opened(cast)
    ask(waiting, cast.clerk)
    outcome = surveys.verify_many(household_ids=[home.pk, other.pk, waiting.pk, away.pk], by=cast.clerk)
    assert outcome.done == [home, other]
    ((refused, why),) = outcome.refused
    assert refused == waiting
    assert "待审核的变更" in why
    assert [status(survey, row) for row in (home, other, waiting)] == ["verified", "verified", "pending"]


def test_progress_tells_the_worst_union_first(cast, home):
    better = UnionFactory(parent=cast.county)
    clerk = UserFactory(union=better)
    rows = [years_ago(lambda: HouseholdFactory(filed=True, union=better, clerk=clerk)) for _n in range(2)]
    survey = opened(cast)
    verify(rows[0], clerk)
    found = survey_progress.list_progress(survey, user=cast.reviewer, union=cast.county)
    assert [(row.union, row.files, row.done, row.undone) for row in found] == [
        (cast.union, 1, 0, 1), (better, 2, 1, 1)
    ]  # fmt: skip
    (county,) = survey_progress.list_progress(survey, user=cast.city_reviewer, union=cast.city)
    assert (county.union, county.is_group, county.files, county.parts) == (cast.county, True, 3, 2)
    assert survey_progress.total([county], cast.city).undone == 2


def test_the_desk_says_how_many_wait(cast, home):
    survey = opened(cast)
    assert count_todo(cast.clerk)["surveys:surveys"] == 1
    group = next(row for row in list_todo(cast.clerk) if row.place == "surveys:surveys")
    assert (group.count, group.items[0].title) == (1, str(home))
    verify(home, cast.clerk)
    assert "surveys:surveys" not in {row.place for row in list_todo(cast.clerk)}
    unit_step(survey.units.get(), "submit", cast.clerk)
    assert count_todo(cast.reviewer)["surveys:surveys"] == 1


def test_surveys_are_seen_above_and_once_open_below(cast, home):
    made = make(cast)
    unions = (cast.city, cast.province)
    for union in unions:
        assert Survey.objects.visible_to(UserFactory(union=union)).get() == made
    for user in (cast.reviewer, cast.clerk, cast.stranger):
        assert not Survey.objects.visible_to(user).exists()
    surveys.take_survey_step(survey_id=made.pk, action="open", by=cast.city_reviewer)
    for user in (cast.reviewer, cast.clerk):
        assert Survey.objects.visible_to(user).get() == made
    assert not Survey.objects.visible_to(cast.stranger).exists()


def test_what_counts_stays_once_a_survey_is_open(cast, home):
    survey = opened(cast)
    values = {
        "survey_id": survey.pk, "year": survey.year, "title": survey.title, "by": cast.city_reviewer
    }  # fmt: skip
    later = survey.to_on + timedelta(days=9)
    assert surveys.change_survey(from_on=survey.from_on, to_on=later, **values).to_on == later
    with pytest.raises(Refused, match="开始日期"):
        surveys.change_survey(from_on=survey.from_on - timedelta(days=1), to_on=later, **values)
    with pytest.raises(Refused, match="同名"):
        make(cast)
    with pytest.raises(Refused, match="负责审核的工会"):
        make(cast, UserFactory(union=cast.union, role=Role.REVIEWER))
    assert cast.union.level == Level.GRASSROOTS


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("survey_days_in_order", {"to_on": "2020-01-01"}),
        ("survey_state_known", {"state": "paused"}),
        ("survey_opened_unless_draft", {"opened_at": None}),
        ("survey_closed_when_over", {"closed_at": timezone.now()}),
    ],
)
def test_the_database_keeps_surveys_in_order(cast, home, constraint, broken):
    survey = opened(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(**broken)


def test_the_database_keeps_lists_in_order(cast, home):
    survey = opened(cast)
    unit, now = survey.units.get(), timezone.now()
    same = {"submitted_at": now, "submitted_by": cast.clerk, "decided_at": now, "decided_by": cast.clerk}
    for constraint, broken in (
        ("survey_unit_state_known", {"state": "lost"}),
        ("survey_unit_submitted_first", {"state": "submitted"}),
        ("survey_unit_accepted_by_another", {"state": "accepted", **same}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            SurveyUnit.objects.filter(pk=unit.pk).update(**broken)
    for constraint, broken in (
        ("survey_entry_returned_for_a_reason", {"returned_at": now}),
        ("survey_entry_excused_for_a_reason", {"excused_at": now}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            survey.entries.update(**broken)
    for constraint, row in (
        ("survey_unit_once", SurveyUnit(survey=survey, union=cast.union)),
        ("survey_entry_once", SurveyEntry(survey=survey, household=home, listed_union=cast.union)),
        ("survey_title_once", Survey(union=survey.union, year=survey.year, title=survey.title,
                                     from_on=survey.from_on, to_on=survey.to_on)),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save()


@pytest.mark.django_db(transaction=True)
def test_a_list_is_submitted_once_when_two_press_at_the_same_time(cast):
    home = filed(cast)
    survey = opened(cast)
    assert status(survey, home) == EntryStatus.VERIFIED
    unit = survey.units.get()
    results = at_once(lambda _n: unit_step(unit, "submit", cast.clerk), range(2))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert AuditRecord.objects.about(unit).filter(action="survey_unit.submit").count() == 1


def test_a_pending_change_of_before_still_waits(cast, home):
    years_ago(lambda: ask(home, cast.clerk))
    survey = opened(cast)
    assert status(survey, home) == EntryStatus.PENDING
    decide(change_id=ChangeRequest.objects.get().pk, action="accept", by=cast.reviewer)
    assert status(survey, home) == EntryStatus.OPEN, "it was asked before the survey began"


def test_surveys_are_made_by_reviewers_of_unions_that_have_others_below(cast, home):
    """Asked of the service alone: the pages ask for the role as well."""
    for person in (
        UserFactory(union=cast.county, role=Role.CLERK),
        UserFactory(union=cast.city, role=Role.AUDITOR),
        UserFactory(union=cast.union, role=Role.REVIEWER),
    ):
        with pytest.raises(Refused, match="负责审核的工会的审核人"):
            make(cast, person)
    made, above = make(cast), UserFactory(union=cast.province, role=Role.REVIEWER)
    with pytest.raises(Refused, match="的审核人可以办理"):
        surveys.take_survey_step(survey_id=made.pk, action="open", by=above)


def test_a_list_is_submitted_by_its_own_union_when_nothing_of_it_is_left_out(cast, home):
    other = years_ago(lambda: filed(cast))
    unit = opened(cast).units.get()
    verify(home, cast.clerk)
    with pytest.raises(Refused, match="还有 1 户没有核查"):
        unit_step(unit, "submit", cast.clerk)
    verify(other, cast.clerk)
    above = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(Refused, match="的经办人可以办理"):
        unit_step(unit, "submit", above)
    assert unit_step(unit, "submit", cast.clerk).state == "submitted"
