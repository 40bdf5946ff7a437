"""A filed household: due, verified, relieved, lifted, closed, back again."""

from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.aid import services
from cases.aid.services import Given
from cases.applications import services as applications
from cases.archives.models import (
    CauseFinding,
    FileSnapshot,
    FileStep,
    Household,
    IncomeItem,
    Member,
    MonthlyRecord,
    PolicyAnswer,
)
from cases.archives.rules.exits import last_months
from cases.archives.rules.kin import relation_to
from cases.archives.selectors import content_hash
from cases.archives.selectors.answers import list_answers
from cases.archives.selectors.lifecycle import get_exit_test, get_relief_test, list_reliefs
from cases.archives.services.life import months, reopening
from cases.archives.services.life.due import mark_due
from cases.archives.services.refusals import StaleFile
from cases.archives.services.steps import take_step
from cases.archives.states import EDITABLE_STATES, IN_FORCE_STATES, LEFT_STATES, CloseReason, Relation, State
from cases.archives.views.figures import current_verdict
from cases.policies import services as policies
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.services import chores, do_chores
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, left_hardship, living_standard, reached_standard
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def take(household, action, by, **more):
    if action == "file":
        more = {"skips_unseen": True} | more
    take_step(household_id=household.pk, action=action, by=by, comment="理由", **more)
    household.refresh_from_db()
    return household


def moved(household, state):
    """The file as if it had come to this state before."""
    Household.objects.filter(pk=household.pk).update(
        state=state, close_reason="moved" if state == State.CLOSED else "", left_on=date(2026, 1, 5)
    )
    household.refresh_from_db()
    return household


def typed(*amounts, persons=3, expense=0):
    return {
        month: months.MonthEntry(Decimal(amount), Decimal(expense), persons)
        for month, amount in zip(last_months(timezone.localdate()), amounts, strict=False)
    }


def save(household, cast, entries, **more):
    household.refresh_from_db()
    return months.save_months(
        household_id=household.pk, entries=entries, version=household.version, by=cast.clerk, **more
    )


def test_six_months_typed_in_and_a_cause_found_removed_lift_a_family(cast, filed):
    save(filed, cast, typed(*[2461] * 6))
    with pytest.raises(Refused, match="致困原因"):
        take(filed, "lift", cast.reviewer)
    months.record_cause(
        household_id=filed.pk, is_removed=True, found_on=timezone.localdate(), note="移植成功", by=cast.clerk
    )
    take(filed, "lift", cast.reviewer)
    assert (filed.state, filed.lifted_by) == (State.LIFTED, cast.reviewer)
    assert filed.left_on == timezone.localdate()
    assert filed.review_due_on is None
    assert not filed.members.filter(in_active_file=True).exists()
    assert filed.snapshots.latest("pk").action == "lift"


def test_a_month_at_the_standard_keeps_the_family_in(cast, filed):
    left_hardship(filed)
    save(filed, cast, typed(2461, 2460))
    assert [row.met for row in get_exit_test(filed).months[:3]] == [True, False, True]
    with pytest.raises(Refused, match="还差 5 个月"):
        take(filed, "lift", cast.reviewer)
    filed.refresh_from_db()
    assert filed.state == State.FILED


def test_a_month_keeps_the_standard_of_its_own_day(cast, filed):
    row = living_standard()
    row.effective = (row.effective_from, date(2026, 9, 1))
    row.save()
    row.pk, row.monthly, row.effective = None, Decimal(850), (date(2026, 9, 1), None)
    row.save(force_insert=True)
    with freeze_time("2026-11-23 10:00"):
        save(filed, cast, typed(*[3000] * 4))
    found = MonthlyRecord.objects.filter(household=filed).order_by("month")
    assert [(entry.month.month, entry.standard_monthly) for entry in found] == [
        (7, 820), (8, 820), (9, 850), (10, 850),
    ]  # fmt: skip


def test_a_correction_is_written_once_and_leaves_a_trace(cast, filed):
    assert len(save(filed, cast, typed(2461, 2461))) == 2
    assert save(filed, cast, typed(2461, 2462)) == [last_months(timezone.localdate())[1]]
    assert save(filed, cast, typed(2461, 2462)) == []
    traces = AuditRecord.objects.about(filed).filter(action="household.months")
    assert traces.count() == 2
    assert "2462" not in str(traces.first().data)


def test_two_clerks_do_not_overwrite_each_others_months(cast, filed):
    save(filed, cast, typed(2461))
    with pytest.raises(StaleFile):
        months.save_months(
            household_id=filed.pk,
            entries=typed(9),
            version=filed.version - 1,
            by=UserFactory(union=cast.union),
        )


def test_only_months_that_are_over_are_recorded(cast, filed):
    this_month = timezone.localdate().replace(day=1)
    with pytest.raises(Refused):
        save(filed, cast, {this_month: months.MonthEntry(Decimal(1), Decimal(0), 1)})


@pytest.mark.parametrize("state", [state for state in State if state not in IN_FORCE_STATES])
def test_months_and_causes_are_of_files_in_force(cast, filed, state):
    """Months also of a file that is being entered."""
    moved(filed, state)
    with nullcontext() if state in EDITABLE_STATES else pytest.raises(Refused):
        save(filed, cast, typed(1))
    with pytest.raises(Refused):
        months.record_cause(
            household_id=filed.pk, is_removed=True, found_on=date(2026, 1, 1), note="x", by=cast.clerk
        )


def test_who_typed_the_months_does_not_lift(cast):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    clerk = UserFactory(union=cast.county)
    household = HouseholdFactory(filed=True, union=cast.county, clerk=clerk, reviewer=cast.reviewer)
    left_hardship(household)
    months.record_cause(
        household_id=household.pk, is_removed=True, found_on=timezone.localdate(), note="已返岗", by=both
    )
    with pytest.raises(Refused, match="自己"):
        take(household, "lift", both)
    assert take(household, "lift", cast.reviewer).state == State.LIFTED


@pytest.mark.parametrize("state", State)
def test_aid_is_applied_for_under_a_file_in_force_and_no_other(cast, reference, filed, state):
    moved(filed, state)
    refused = pytest.raises(applications.ApplicationRefused, match="在档后才能申请")
    with nullcontext() if state in IN_FORCE_STATES else refused:
        applications.start(household_id=filed.pk, programme_id=reference.living.pk, by=cast.clerk)


def test_closing_needs_a_reason_with_a_code(cast, filed):
    for reason in ("", "unrecorded", "whatever"):
        with pytest.raises(Refused, match="注销原因"):
            take(filed, "close", cast.reviewer, close_reason=reason)
    with pytest.raises(Refused, match="意见"):
        take_step(household_id=filed.pk, action="close", by=cast.reviewer, close_reason="moved")
    take(filed, "close", cast.reviewer, close_reason="deceased")
    assert (filed.state, filed.close_reason, filed.left_on) == ("closed", "deceased", timezone.localdate())


def test_a_family_leaves_of_its_own_will(cast, filed):
    take(filed, "leave", cast.clerk)
    assert (filed.state, filed.close_reason) == (State.CLOSED, CloseReason.WITHDRAWN)


@freeze_time("2026-02-28 10:00")
def test_a_file_is_kept_for_ten_years_after_the_family_left(cast):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert filed.retain_until is None
    take(filed, "close", cast.reviewer, close_reason="moved")
    assert filed.retain_until == date(2036, 2, 28)


def test_a_relieved_family_stays_under_regular_aid_and_can_come_back(cast, filed):
    reached_standard(filed)
    take(filed, "relieve", cast.reviewer)
    assert (filed.state, filed.is_in_force) == (State.RELIEVED, True)
    assert filed.members.filter(in_active_file=True).count() == 3
    assert take(filed, "verify", cast.clerk).state == State.RELIEVED
    assert take(filed, "resume", cast.reviewer).state == State.FILED


def given_to(household, clerk, giver_kind, value, on):
    given = Given(
        giver_kind=giver_kind, giver="某单位", kind="emergency", value=Decimal(value), given_on=on,
        programme=giver_kind,
    )  # fmt: skip
    head = household.head
    services.record_aid(
        union=household.union, name=head.name, id_number=head.id_number, given=given, by=clerk
    )


def test_relief_and_aid_of_the_six_months_reach_the_standard(as_user, cast, filed):
    """Three persons at 819 yuan lack 18 yuan in six months; charity, and what came earlier or this month,
    does not count."""
    left_hardship(filed, net=Decimal(819))
    months_of = last_months(timezone.localdate())[:6]
    given_to(filed, cast.clerk, "charity", 5000, months_of[0])
    given_to(filed, cast.clerk, "union", 5000, months_of[-1] - timedelta(days=1))
    given_to(filed, cast.clerk, "civil_affairs", 5000, timezone.localdate())
    given_to(filed, cast.clerk, "union", 10, months_of[-1])
    with pytest.raises(Refused, match=r"六个月全家共差 8\.00 元"):
        take(filed, "relieve", cast.reviewer)
    client, url = as_user(cast.reviewer), reverse("archives:leaving", args=[filed.pk])
    assert "还不能办理：救助和帮扶后" in client.get(url).content.decode()
    given_to(filed, cast.clerk, "civil_affairs", 8, timezone.localdate().replace(day=1) - timedelta(days=1))
    page = client.get(url).content.decode()
    assert "净收入 14,742.00 ＋ 政府救助 8.00 ＋ 工会帮扶 10.00 ＝ 14,760.00 元" in page
    assert "14,760.00 ÷ 18 人次 ＝ 人均每月 820.00 元；低保标准 820.00 元" in page
    assert take(filed, "relieve", cast.reviewer).state == State.RELIEVED


def test_the_figures_of_a_relief_stay_with_the_decision(as_user, cast, filed):
    left_hardship(filed, net=Decimal(819))
    given_to(filed, cast.clerk, "union", 18, last_months(timezone.localdate())[0])
    test = get_relief_test(filed)
    take(filed, "relieve", cast.reviewer)
    [step] = list_reliefs(filed)
    assert step.relief == test
    assert (step.relief.net, step.relief.aid, step.relief.level) == (14742, 18, 820)
    given_to(filed, cast.clerk, "civil_affairs", 5000, last_months(timezone.localdate())[1])
    assert get_relief_test(filed) != test  # what is recorded later changes today's figures alone
    for place in ("case", "leaving"):
        page = as_user(cast.auditor).get(reverse(f"archives:{place}", args=[filed.pk])).content.decode()
        assert "解困决定依据的数字" in page
        assert "净收入 14,742.00 ＋ 政府救助 0.00 ＋ 工会帮扶 18.00 ＝ 14,760.00 元" in page
    take(filed, "resume", cast.reviewer)
    case = as_user(cast.auditor).get(reverse("archives:case", args=[filed.pk])).content.decode()
    assert "解困决定依据的数字" not in case
    leaving = as_user(cast.auditor).get(reverse("archives:leaving", args=[filed.pk])).content.decode()
    assert "解困决定依据的数字" in leaving
    assert list_reliefs(filed)[0].relief == test


@pytest.mark.parametrize(("action", "figures"), [("relieve", {}), ("resume", {"net": "1"})])
def test_the_database_keeps_no_relief_without_its_figures(cast, filed, action, figures):
    step = FileStep(
        household=filed, action=action, source="filed", target="relieved", is_decision=True,
        content_hash="0" * 64, by=cast.reviewer, figures=figures,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="file_step_relief_keeps_its_figures"), transaction.atomic():
        step.save(force_insert=True)


def test_the_figures_of_a_relief_do_not_change(cast, filed):
    reached_standard(filed)
    take(filed, "relieve", cast.reviewer)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FileStep.objects.filter(household=filed, action="relieve").update(figures={"net": "1"})


def test_who_can_leave_hardship_is_not_relieved_and_nobody_without_months(cast, filed):
    with pytest.raises(Refused, match="没有登记月度收支"):
        take(filed, "relieve", cast.reviewer)
    left_hardship(filed)
    with pytest.raises(Refused, match="请办理脱困"):
        take(filed, "relieve", cast.reviewer)
    filed.refresh_from_db()
    assert filed.state == State.FILED


def test_one_click_verifies_when_nothing_changed(cast, filed):
    Household.objects.filter(pk=filed.pk).update(state=State.REVIEW_DUE, review_due_on=date(2026, 1, 1))
    take(filed, "verify", cast.clerk)
    assert (filed.state, filed.verified_by) == (State.FILED, cast.clerk)
    assert filed.review_due_on > timezone.localdate() + timedelta(days=150)
    assert filed.assessments.count() == 2
    assert FileSnapshot.objects.filter(household=filed).count() == 2


def test_another_outcome_under_todays_standard_is_for_the_county(cast, filed):
    standard = living_standard()
    standard.monthly = Decimal(500)
    standard.save()
    with pytest.raises(Refused, match="重新认定"):
        take(filed, "verify", cast.clerk)
    assert filed.assessments.count() == 1
    take(filed, "reassess", cast.reviewer)
    assert (filed.category, filed.state, filed.assessments.count()) == ("relative", State.FILED, 2)


def test_files_fall_due_on_their_day_and_once(cast, filed):
    day = filed.review_due_on
    relieved = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    reached_standard(relieved)
    take(relieved, "relieve", cast.reviewer)
    assert mark_due(on=day - timedelta(days=1)) == 0
    assert mark_due(on=day) == 1
    assert mark_due(on=day) == 0
    filed.refresh_from_db()
    relieved.refresh_from_db()
    assert (filed.state, relieved.state) == (State.REVIEW_DUE, State.RELIEVED)
    assert filed.steps.latest("pk").by is None


def test_the_daily_command_and_the_worker_mark_them(filed, capsys):
    Household.objects.update(review_due_on=date(2026, 1, 1))
    call_command("mark_due_files")
    assert "1 files" in capsys.readouterr().out
    assert chores.get("mark_due_files")
    Household.objects.update(state=State.FILED)
    do_chores()
    filed.refresh_from_db()
    assert filed.state == State.REVIEW_DUE


@pytest.mark.django_db(transaction=True)
def test_two_workers_mark_each_file_once():
    file = HouseholdFactory(filed=True)
    assert sum(at_once(lambda _turn: mark_due(on=file.review_due_on), range(4))) == 1
    assert file.steps.filter(action="fall_due").count() == 1


def lifted(household, cast):
    left_hardship(household)
    return take(household, "lift", cast.reviewer)


def test_a_family_that_falls_back_gets_a_new_file_that_is_linked(cast, filed):
    lifted(filed, cast)
    new = reopening.reopen(household_id=filed.pk, by=cast.clerk)
    assert (new.state, new.previous, new.former_no) == (State.DRAFT, filed, filed.file_no)
    assert [member.name for member in new.members.order_by("position", "pk")] == [
        member.name for member in filed.members.order_by("position", "pk")
    ]
    assert new.head.id_number.reveal() == filed.head.id_number.reveal()
    assert (new.incomes.count(), new.expenses.count(), new.address) == (2, 1, filed.address)
    assert (new.evidence.count(), new.consents.count()) == (0, 0)
    filed.refresh_from_db()
    assert filed.state == State.LIFTED  # until the new one is filed


def test_filing_the_new_file_marks_the_old_one_as_relapsed(cast, filed):
    lifted(filed, cast)
    Household.objects.filter(pk=filed.pk).update(head=filed.head)
    again = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk, previous=filed)
    take(again, "file", cast.reviewer)
    filed.refresh_from_db()
    assert (filed.state, filed.retain_until) == (State.RELAPSED, None)
    assert filed.steps.latest("pk").action == "relapse"


def test_a_file_is_reopened_once_by_its_own_clerk_and_only_after_the_family_left(cast, filed):
    with pytest.raises(Refused, match="不用重新建档"):
        reopening.reopen(household_id=filed.pk, by=cast.clerk)
    take(filed, "close", cast.reviewer, close_reason="ineligible")
    with pytest.raises(Refused, match="经办人"):
        reopening.reopen(household_id=filed.pk, by=cast.reviewer)
    new = reopening.reopen(household_id=filed.pk, by=cast.clerk)
    with pytest.raises(Refused, match="已经重新建档"):
        reopening.reopen(household_id=filed.pk, by=cast.clerk)
    take(new, "discard", cast.clerk)
    assert reopening.reopen(household_id=filed.pk, by=cast.clerk).pk != new.pk


@pytest.fixture
def widowed(cast, filed):
    """The worker has died; a wife, a son and the worker's mother are left, and what the worker earned."""
    for position, (name, relation) in enumerate(
        [("王秀兰", Relation.WIFE), ("季小宝", Relation.SON), ("陈桂英", Relation.MOTHER)], start=10
    ):
        Member.objects.create(household=filed, name=name, relation=relation, position=position)
    take(filed, "close", cast.reviewer, close_reason="deceased")
    return filed


def survivor_of(household, relation):
    return household.members.get(relation=relation, removed_at=None, position__gte=10)


def test_a_file_goes_on_under_a_survivor_with_the_same_history(cast, widowed, as_user):
    """By the page: the wife is the head, the son hers, the dead and what they earned stay behind."""
    client = as_user(cast.clerk)
    page = client.get(reverse("archives:case", args=[widowed.pk])).content.decode()
    assert "家属续档" in page
    own = IncomeItem.objects.filter(household=widowed, member=widowed.head).count()
    assert own
    wife = survivor_of(widowed, Relation.WIFE)
    unsaid = client.post(reverse("archives:reopen", args=[widowed.pk]), follow=True)
    assert "请先选择由哪位家庭成员作新户主" in unsaid.content.decode()
    assert not Household.objects.filter(previous=widowed).exists()
    client.post(reverse("archives:reopen", args=[widowed.pk]), {"survivor": wife.pk})
    new = Household.objects.get(previous=widowed)
    assert new.head.name == "王秀兰"
    relations = dict(new.members.filter(removed_at=None, position__gte=10).values_list("name", "relation"))
    assert relations == {"王秀兰": Relation.HEAD, "季小宝": Relation.SON, "陈桂英": Relation.OTHER}
    assert not new.members.filter(id_number_index=widowed.head.id_number_index).exists()
    assert new.incomes.count() == IncomeItem.objects.filter(household=widowed).count() - own
    widowed.refresh_from_db()
    assert widowed.state == State.CLOSED


@pytest.mark.parametrize("key", [None, 0, "head", "stranger"])
def test_only_a_member_of_the_family_is_its_next_head(cast, widowed, key):
    stranger = HouseholdFactory(complete=True).head.pk
    chosen = {"head": widowed.head.pk, "stranger": stranger}.get(key, key)
    with pytest.raises(Refused, match="请选择"):
        reopening.reopen(household_id=widowed.pk, by=cast.clerk, survivor=chosen)
    assert not Household.objects.filter(previous=widowed).exists()


def test_a_worker_who_lived_alone_leaves_nobody(cast, filed):
    filed.members.exclude(pk=filed.head_id).update(removed_at=timezone.now(), removed_by=cast.clerk)
    take(filed, "close", cast.reviewer, close_reason="deceased")
    with pytest.raises(Refused, match="没有其他家庭成员"):
        reopening.reopen(household_id=filed.pk, by=cast.clerk)


@pytest.mark.parametrize(
    ("survivor", "other", "expected"),
    [
        (Relation.WIFE, Relation.DAUGHTER, Relation.DAUGHTER),
        (Relation.HUSBAND, Relation.FATHER, Relation.OTHER),
        (Relation.SON, Relation.WIFE, Relation.MOTHER),
        (Relation.DAUGHTER, Relation.HUSBAND, Relation.FATHER),
        (Relation.SON, Relation.DAUGHTER, Relation.OTHER),
        (Relation.SON, Relation.MOTHER, Relation.OTHER),
        (Relation.FATHER, Relation.MOTHER, Relation.WIFE),
        (Relation.MOTHER, Relation.FATHER, Relation.HUSBAND),
        (Relation.MOTHER, Relation.SON, Relation.OTHER),
        (Relation.OTHER, Relation.SON, Relation.OTHER),
    ],
)
def test_what_the_others_are_to_the_new_head(survivor, other, expected):
    assert relation_to(survivor, other) == expected


@pytest.mark.django_db(transaction=True)
def test_two_reopen_one_file_at_once():
    old = HouseholdFactory(filed=True)
    Household.objects.filter(pk=old.pk).update(state=State.CLOSED, close_reason="moved", left_on="2026-01-05")
    clerk = UserFactory(union=old.union)
    results = at_once(lambda _turn: reopening.reopen(household_id=old.pk, by=clerk), range(2))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]


AROUND = {
    "household_closed_for_a_reason": {"state": "closed", "close_reason": "", "left_on": "2026-01-05"},
    "household_left_on_a_day": {"state": "lifted", "left_on": None},
    "household_numbered_when_filed": {"state": "relieved", "file_no": None},
}


@pytest.mark.parametrize("name", AROUND)
def test_the_database_refuses_a_file_that_left_without(filed, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Household.objects.filter(pk=filed.pk).update(**AROUND[name])


def test_the_database_refuses_a_second_follower_and_a_file_that_follows_itself(cast, filed):
    HouseholdFactory(union=cast.union, previous=filed)
    with pytest.raises(IntegrityError, match="household_reopened_once"), transaction.atomic():
        HouseholdFactory(union=cast.union, previous=filed)
    with pytest.raises(IntegrityError, match="household_not_its_own_previous"), transaction.atomic():
        Household.objects.filter(pk=filed.pk).update(previous=filed.pk)


@pytest.mark.parametrize("state", ["review_due", "relieved", "lifted", "relapsed"])
def test_the_trigger_holds_people_in_files_in_force_alone(filed, state):
    Household.objects.filter(pk=filed.pk).update(state=state, left_on=date(2026, 1, 5))
    held = filed.members.filter(in_active_file=True).count()
    assert held == (3 if state in IN_FORCE_STATES else 0)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("month_is_a_first_day", {"month": "2026-01-02"}),
        ("month_income_not_negative", {"income": -1}),
        ("month_expense_not_negative", {"rigid_expense": -1}),
        ("month_persons_sensible", {"persons": 0}),
    ],
)
def test_the_database_refuses_a_month_that_cannot_be(filed, name, values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MonthlyRecord.objects.create(
            **{"household": filed, "month": date(2026, 1, 1), "income": 1, "persons": 1} | values
        )


def test_the_database_keeps_findings_and_snapshots_as_they_were(filed):
    left_hardship(filed)
    for rows in (CauseFinding.objects.filter(household=filed), FileSnapshot.objects.filter(household=filed)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**({"action": "x"} if rows.model is FileSnapshot else {"is_removed": False}))
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError, match="cause_finding_says_how"), transaction.atomic():
        CauseFinding.objects.create(household=filed, is_removed=True, found_on="2026-01-01", note="")


# pages


def page(household):
    return reverse("archives:leaving", args=[household.pk])


def test_the_page_says_month_by_month_what_is_missing(as_user, cast, filed):
    left_hardship(filed, months=2)
    text = as_user(cast.reviewer).get(page(filed)).content.decode()
    for shown in ("还差 4 个月", "还没有登记", "高于 820.00 元", "还不能办理"):
        assert shown in text


def test_a_clerk_types_the_months_in_a_grid(as_user, cast, filed):
    client = as_user(cast.clerk)
    form = client.get(page(filed)).context["months_form"]
    data = {"version": filed.version, **{form.key("income", month): "2,461" for month in last_months(
        timezone.localdate())[:6]}}  # fmt: skip
    assert client.post(reverse("archives:months", args=[filed.pk]), data).status_code == 302
    assert filed.months.count() == 6
    assert {row.persons for row in filed.months.all()} == {3}
    wrong = client.post(
        reverse("archives:months", args=[filed.pk]), data | {"version": 1, "income-2026-99": "x"}
    )
    assert wrong.status_code == 409
    bad = {form.key("rigid_expense", last_months(timezone.localdate())[8]): "12", "version": filed.version}
    assert client.post(reverse("archives:months", args=[filed.pk]), bad).status_code == 422


def test_a_refused_decision_comes_back_with_what_was_typed(as_user, cast, filed):
    client = as_user(cast.reviewer)
    data = {"action": "lift", "comment": "已脱困啦", "seen_hash": content_hash(filed)}
    answer = client.post(reverse("archives:step", args=[filed.pk]), data)
    assert answer.status_code == 409
    assert "还不能办理脱困" in answer.content.decode()
    data = {"action": "close", "comment": "搬走", "seen_hash": content_hash(filed)}
    answer = client.post(reverse("archives:step", args=[filed.pk]), data)
    assert answer.status_code == 409
    assert "搬走" in answer.content.decode()
    data["close_reason"] = "moved"
    assert client.post(reverse("archives:step", args=[filed.pk]), data).status_code == 302
    filed.refresh_from_db()
    assert filed.close_reason == "moved"


def test_both_case_pages_show_the_link(as_user, cast, filed):
    take(filed, "close", cast.reviewer, close_reason="moved")
    client = as_user(cast.clerk)
    answer = client.post(reverse("archives:reopen", args=[filed.pk]))
    new = Household.objects.get(previous=filed)
    assert answer.url == reverse("archives:tasks", args=[new.pk])
    old_page = client.get(reverse("desk:case", args=[filed.pk])).content.decode()
    new_page = client.get(reverse("desk:case", args=[new.pk])).content.decode()
    assert reverse("archives:case", args=[new.pk]) in old_page
    assert filed.file_no in new_page
    assert client.post(reverse("archives:reopen", args=[filed.pk])).status_code == 409


def test_states_that_left_are_left():
    assert not set(LEFT_STATES) & set(IN_FORCE_STATES)


@pytest.mark.requirement("A8")
def test_a_new_file_takes_along_what_was_found_for_the_policy(cast, filed):
    head = filed.head
    for fact, value, member in (
        ("uses_vehicle", False, None), ("event_cost", "9000.00", None), ("is_able", True, head),
        ("refuses_check", True, None), ("refuses_check", None, None),
    ):  # fmt: skip
        PolicyAnswer(
            household=filed, fact=fact, value=value, member=member, note="走访", by=cast.clerk
        ).save()
    lifted(filed, cast)
    new = reopening.reopen(household_id=filed.pk, by=cast.clerk)
    carried = list_answers(new)
    assert set(carried) == {(None, "uses_vehicle"), (new.head_id, "is_able")}
    assert carried[None, "uses_vehicle"].note.startswith("沿用原档案")
    assert "走访" in carried[None, "uses_vehicle"].note


SIX_MONTHS = """
code: six_months
title: 连续六个月的办法
source: SD2 §12、R66
quantities: {net: {label: 净收入, plus: [{incomes: all}]}}
categories: [{category: deep, label: 深度困难, when: {months: 6, is: <, than: {standard: living}}}]
examples: [{name: 没有月度收支, given: {on: 2026-01-01, persons: 1, incomes: []}, expect: {undecided: true}}]
"""


@pytest.mark.requirement("G6")
def test_six_months_in_a_row_are_decided_before_filing(cast, as_user):
    policies.load_policy(union=cast.union, text=SIX_MONTHS, in_force_from=date(2025, 1, 1))
    living_standard()
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    client, page = as_user(cast.clerk), reverse("archives:months", args=[draft.pk])
    assert page in client.get(reverse("archives:tasks", args=[draft.pk])).content.decode()
    assert current_verdict(draft).category == ""
    lines = {f"income-{month:%Y-%m}": "2459" for month in last_months(timezone.localdate())[:6]}
    wrong = client.post(
        page,
        {"version": draft.version, **lines, f"income-{last_months(timezone.localdate())[0]:%Y-%m}": "多"},
    )
    assert (wrong.status_code, draft.months.count()) == (422, 0)
    assert 'value="2459"' in wrong.content.decode()
    assert client.post(page, {"version": draft.version, **lines}).status_code == 302
    assert draft.months.count() == 6
    assert current_verdict(draft).category == "deep"
    assert as_user(cast.stranger).get(page).status_code == 404
