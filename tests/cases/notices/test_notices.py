"""公示: five working days, then on; objections come first."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from freezegun import freeze_time

from cases.applications import services as applications
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.archives.models import Consent
from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.services import (
    Answer,
    answer_objection,
    conclude_due,
    conclude_notice,
    move_objection,
    record_objection,
)
from cases.notices.states import EntryState, NoticeState, Outcome, Told
from cases.policies import services as policies
from cases.policies.services import default_text
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import (
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    end_notices,
    entry_of,
    take,
    unguarded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.mark.parametrize(
    ("passed", "ends"),
    [
        ("2026-03-02 10:00", date(2026, 3, 9)),  # an ordinary week
        (
            "2026-02-13 10:00",
            date(2026, 2, 27),
        ),  # Saturday the 14th is worked, the festival is to the 23rd
        ("2026-02-20 10:00", date(2026, 2, 28)),  # in the festival; Saturday the 28th is worked
        ("2026-09-18 10:00", date(2026, 9, 24)),  # Sunday 20 September is worked, the 25th is a holiday
        ("2026-04-30 10:00", date(2026, 5, 11)),  # 1 to 5 May are holidays, Saturday the 9th is worked
    ],
)
def test_a_notice_lasts_five_working_days(passed, ends, cast, make):
    with freeze_time(passed, tz_offset=0):
        application = make(State.PUBLIC_NOTICE)
    notice = entry_of(application).notice
    assert (notice.ends_on, notice.union) == (ends, cast.county)


def test_a_notice_that_ends_on_a_make_up_workday_hangs_all_of_that_saturday(cast, make):
    with freeze_time("2026-02-20 10:00"):
        application = make(State.PUBLIC_NOTICE)
        notice = entry_of(application).notice
    assert (notice.ends_on.weekday(), notice.ends_on) == (5, date(2026, 2, 28))
    with freeze_time("2026-02-28 10:00"):
        assert conclude_due().done == []
        with pytest.raises(Refused, match="公示到 2026-02-28 为止"):
            conclude_notice(notice_id=notice.pk, by=cast.reviewer)
    with freeze_time("2026-03-01 10:00"):
        assert conclude_due().done == [entry_of(application)]


def test_what_is_passed_on_one_day_stands_on_one_notice(cast, make):
    other = UnionFactory(parent=cast.county)
    make(State.PUBLIC_NOTICE)
    make(State.PUBLIC_NOTICE, union=other, clerk=UserFactory(union=other, role=Role.CLERK))
    assert PublicNotice.objects.get().entries.count() == 2


def test_nothing_is_published_without_the_family_s_consent(cast, make):
    application = make(State.REVIEW)
    Consent.objects.create(
        household=application.household, signed_on=timezone.localdate(), signer="本人", allows_check=True,
        allows_notice=False, text_version="2026.1", text_hash="0" * 64, recorded_by=cast.clerk,
    )  # fmt: skip
    with pytest.raises(Refused, match="没有同意公示"):
        take(application, "pass", by=cast.reviewer)


def test_a_notice_is_not_concluded_on_its_last_day(cast, make):
    application = make(State.PUBLIC_NOTICE)
    notice = PublicNotice.objects.get()
    with unguarded():
        PublicNotice.objects.update(starts_on=date(2026, 1, 5), ends_on=timezone.localdate())
    with pytest.raises(Refused, match="期满后才能"):
        take(application, "conclude", by=cast.reviewer)
    with pytest.raises(Refused, match="期满后才能"):
        conclude_notice(notice_id=notice.pk, by=cast.reviewer)


def test_the_clock_concludes_what_is_due_and_records_nobody(cast, make, capsys):
    application = make(State.PUBLIC_NOTICE)
    call_command("conclude_notices")
    assert PublicNotice.objects.get().state == NoticeState.RUNNING
    end_notices(application)
    call_command("conclude_notices")
    application.refresh_from_db()
    step = application.steps.get(action="conclude")
    assert (application.state, step.by) == (State.APPROVAL, None)
    assert PublicNotice.objects.get().state == NoticeState.CONCLUDED
    assert "1 applications went on" in capsys.readouterr().out


def test_concluding_a_notice_sends_on_what_may_and_names_the_rest(cast, make):
    good = make(State.PUBLIC_NOTICE)
    disputed = make(State.PUBLIC_NOTICE)
    object_to(disputed, by=cast.reviewer)
    end_notices(good)
    notice = PublicNotice.objects.get()
    outcome = conclude_notice(notice_id=notice.pk, by=cast.reviewer)
    assert outcome.done == [entry_of(good)]
    assert [(row, "异议" in why) for row, why in outcome.refused] == [(entry_of(disputed), True)]
    notice.refresh_from_db()
    assert notice.state == NoticeState.RUNNING


def reply(objection, *, by, outcome=Outcome.UNFOUNDED, **more):
    """Answers an objection as somebody who looked into it."""
    told = {"findings": "走访了邻居和单位。", "answer": "不属实", "told_how": Told.NOBODY}
    said = Answer(outcome=outcome, told_on=timezone.localdate(), **(told | more))
    return answer_objection(objection_id=objection.pk, answer=said, by=by)


@pytest.fixture
def investigator(cast):
    """Another reviewer of the county, who has nothing to do with the case."""
    return UserFactory(union=cast.county, role=Role.REVIEWER)


def object_to(application, *, by, text="家中另有住房"):
    entry = entry_of(application)
    return record_objection(entry_id=entry.pk, text=text, received_on=timezone.localdate(), by=by)


def test_an_answered_objection_that_does_not_hold_lets_the_case_go_on(cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    reply(objection, answer="已查明为租住公房", by=investigator)
    end_notices(application)
    assert take(application, "conclude", by=cast.reviewer).state == State.APPROVAL
    assert PublicNotice.objects.get().state == NoticeState.CONCLUDED


def test_an_upheld_objection_returns_the_application(cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.reviewer)
    reply(objection, answer="确有另一套住房", outcome=Outcome.UPHELD, by=investigator)
    application.refresh_from_db()
    assert application.state == State.RETURNED
    step = application.steps.get(action="return")
    assert (step.comment, step.by) == ("公示异议成立：确有另一套住房", investigator)
    entry = entry_of(application)
    assert (entry.state, entry.closed_by) == (EntryState.WITHDRAWN, investigator)


def test_an_objection_is_answered_once_by_somebody_without_a_hand_in_the_case(cast, make, investigator):
    objection = object_to(make(State.PUBLIC_NOTICE), by=cast.reviewer)
    for involved in (cast.reviewer, cast.clerk):
        with pytest.raises((Refused, Objection.DoesNotExist)):
            reply(objection, by=involved)
    with pytest.raises(Refused, match="请填写调查情况和答复"):
        reply(objection, by=investigator, findings=" ")
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = Answer(Outcome.UNFOUNDED, "查了", "不属实", Told.PHONE, tomorrow)
    with pytest.raises(Refused, match="告知日期应在"):
        answer_objection(objection_id=objection.pk, answer=answer, by=investigator)
    reply(objection, by=investigator)
    with pytest.raises(Refused, match="当前状态下不能"):
        reply(objection, by=investigator, outcome=Outcome.UPHELD)
    assert Objection.objects.get().outcome == Outcome.UNFOUNDED


def test_where_the_county_has_nobody_else_the_union_above_answers(cast, make):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.reviewer)
    reply(objection, by=cast.city_reviewer)
    objection.refresh_from_db()
    assert (objection.answered_by, objection.is_answered) == (cast.city_reviewer, True)


@pytest.mark.requirement("B3")
def test_a_colleague_who_wrote_on_the_application_does_not_answer_for_it(cast, make):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    draft = make(clerk=maker, household=HouseholdFactory(filed=True, union=cast.union))
    applications.save(application_id=draft.pk, version=draft.version, by=both, reason="由同事改写")
    application = take(take(draft, "submit", by=maker), "pass", by=cast.reviewer)
    objection = object_to(application, by=cast.reviewer)
    with pytest.raises(Refused, match="没有经手的人"):
        reply(objection, by=both)


def test_an_objection_after_the_end_holds_the_approval_until_it_is_answered(cast, make, line, investigator):
    application = make(State.APPROVAL)
    objection = object_to(application, by=cast.clerk)
    with pytest.raises(Refused, match="还没有调查答复"):
        take(application, "approve", by=cast.approver, line=line)
    reply(objection, by=investigator)
    other = object_to(application, by=cast.clerk, text="又有新情况")
    reply(other, by=investigator, outcome=Outcome.UPHELD)
    with pytest.raises(Refused, match="有异议成立"):
        take(application, "approve", by=cast.approver, line=line)
    assert take(application, "return", by=cast.approver).state == State.RETURNED


def test_an_objection_that_was_taken_back_holds_nothing_up(cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    with pytest.raises(Refused, match="必须填写意见"):
        move_objection(objection_id=objection.pk, action="retract", comment=" ", by=investigator)
    with pytest.raises(Refused, match="没有这个操作"):
        move_objection(objection_id=objection.pk, action="answer", comment="", by=investigator)
    move_objection(objection_id=objection.pk, action="retract", comment="来电说看错了人", by=investigator)
    end_notices(application)
    assert take(application, "conclude", by=cast.reviewer).state == State.APPROVAL


def test_objections_come_while_the_notice_runs_and_from_the_right_union(cast, make):
    application = make(State.PUBLIC_NOTICE)
    with pytest.raises(Refused, match="申报工会登记"):
        object_to(application, by=cast.approver)
    with pytest.raises(NoticeEntry.DoesNotExist):
        object_to(application, by=cast.stranger)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)
    take(application, "reject", by=cast.approver)
    with pytest.raises(Refused, match="已经撤下或已经批过"):
        object_to(application, by=cast.reviewer)


def test_a_returned_application_leaves_the_notice_and_comes_back_on_another(cast, make):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    application = make(State.PUBLIC_NOTICE, household=household)
    take(application, "return", by=cast.reviewer)
    again = take(application, "submit", by=cast.clerk)
    take(again, "pass", by=cast.reviewer)
    rounds = NoticeEntry.objects.order_by("round")
    assert [(row.round, row.is_on) for row in rounds] == [(1, False), (2, True)]
    assert {row.source for row in rounds} == {f"applications.application:{application.pk}"}


def test_a_changed_file_holds_up_the_conclusion(cast, make):
    application = make(State.PUBLIC_NOTICE)
    application.household.incomes.update(annual_amount=1)
    end_notices(application)
    outcome = conclude_due()
    assert outcome.done == []
    assert "家庭收入有变化" in outcome.refused[0][1]


def test_what_left_the_notice_does_not_go_on_to_the_city(cast, make):
    """As if the line had been taken down while the application stayed: only the line says so."""
    application = make(State.PUBLIC_NOTICE)
    end_notices(application)
    lines = NoticeEntry.objects.filter(pk=entry_of(application).pk)
    lines.update(state=EntryState.WITHDRAWN, closed_at=timezone.now(), closed_by=cast.reviewer)
    with pytest.raises(Refused, match="没有公示"):
        take(application, "conclude", by=cast.reviewer)
    assert conclude_due().done == []
    with pytest.raises(Refused, match="已经撤下或已经批过"):
        object_to(application, by=cast.reviewer)


def test_an_application_without_a_line_does_not_go_on_either(cast, make):
    application = make(State.PUBLIC_NOTICE)
    end_notices(application)
    with unguarded():
        NoticeEntry.objects.filter(pk=entry_of(application).pk).update(round=9)
    with pytest.raises(Refused, match="没有公示"):
        take(application, "conclude", by=cast.reviewer)


@pytest.mark.parametrize("upheld", [0, 1])
def test_each_of_two_objections_counts(upheld, cast, make, investigator):
    """One was upheld and the application is on its notice all the same: whichever it is, it stays there."""
    application = make(State.PUBLIC_NOTICE)
    rows = [object_to(application, by=cast.reviewer, text=text) for text in ("另有住房", "已经就业")]
    for row in rows:
        reply(row, by=investigator)
    end_notices(application)
    with unguarded():
        Objection.objects.filter(pk=rows[upheld].pk).update(outcome=Outcome.UPHELD)
    with pytest.raises(Refused, match="有异议成立"):
        take(application, "conclude", by=cast.reviewer)
    with unguarded():
        Objection.objects.filter(pk=rows[upheld].pk).update(outcome=Outcome.UNFOUNDED)
    assert take(application, "conclude", by=cast.reviewer).state == State.APPROVAL


@pytest.mark.parametrize("unanswered", [0, 1])
def test_each_of_two_objections_is_answered_first(unanswered, cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    rows = [object_to(application, by=cast.reviewer, text=text) for text in ("另有住房", "已经就业")]
    reply(rows[1 - unanswered], by=investigator)
    end_notices(application)
    with pytest.raises(Refused, match="还没有调查答复"):
        take(application, "conclude", by=cast.reviewer)


def test_the_last_word_of_the_family_counts(cast, make):
    """A consent of an earlier day that was entered later does not undo a refusal."""
    application = make(State.REVIEW)
    today = timezone.localdate()
    given = {"signer": "本人", "allows_check": True, "text_version": "2026.1", "text_hash": "0" * 64}
    for days, allows in ((0, False), (1, True)):
        Consent.objects.create(
            household=application.household, signed_on=today - timedelta(days=days), allows_notice=allows,
            recorded_by=cast.clerk, **given,
        )  # fmt: skip
    with pytest.raises(Refused, match="没有同意公示"):
        take(application, "pass", by=cast.reviewer)


def test_the_clock_leaves_a_notice_its_last_day(cast, make):
    application = make(State.PUBLIC_NOTICE)
    with unguarded():
        PublicNotice.objects.update(starts_on=date(2026, 1, 5), ends_on=timezone.localdate())
    assert (conclude_due().done, conclude_due().refused) == ([], [])
    with unguarded():
        PublicNotice.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert conclude_due().done == [entry_of(application)]


def test_a_notice_is_ended_by_the_county_that_published_it(cast, make):
    application = make(State.PUBLIC_NOTICE)
    end_notices(application)
    notice = PublicNotice.objects.get()
    with pytest.raises(Refused, match="发布它的工会"):
        conclude_notice(notice_id=notice.pk, by=cast.city_reviewer)
    with pytest.raises(PublicNotice.DoesNotExist):
        conclude_notice(notice_id=notice.pk, by=cast.stranger)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_objection_came_while_the_notice_ran(days, cast, make):
    application = make(State.PUBLIC_NOTICE)
    entry = entry_of(application)
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match="收到日期应在公示开始之后"):
        record_objection(entry_id=entry.pk, text="另有住房", received_on=day, by=cast.reviewer)
    with pytest.raises(Refused, match="请填写异议内容"):
        record_objection(entry_id=entry.pk, text=" ", received_on=timezone.localdate(), by=cast.reviewer)
    assert not Objection.objects.exists()


def test_the_line_of_an_earlier_round_takes_no_objection(cast, make):
    application = make(State.PUBLIC_NOTICE)
    old = entry_of(application)
    take(application, "return", by=cast.reviewer)
    again = take(take(application, "submit", by=cast.clerk), "pass", by=cast.reviewer)
    with pytest.raises(Refused, match="已经撤下或已经批过"):
        record_objection(entry_id=old.pk, text="另有住房", received_on=timezone.localdate(), by=cast.reviewer)
    assert object_to(again, by=cast.reviewer).entry.round == 2


def in_second_round(application, cast):
    """Returned, submitted and passed again."""
    take(application, "return", by=cast.reviewer)
    return take(take(application, "submit", by=cast.clerk), "pass", by=cast.reviewer)


def test_an_objection_of_an_earlier_round_holds_the_next_until_it_is_answered(cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    again = in_second_round(application, cast)
    end_notices(again)
    with pytest.raises(Refused, match="还没有调查答复"):
        take(again, "conclude", by=cast.reviewer)
    with pytest.raises(IntegrityError, match="waits for the answer"), transaction.atomic():
        ApprovalStep.objects.create(
            application=again, round=again.round, action="conclude", source="public_notice",
            target="approval", stage_no=again.stage_no, next_no=again.stage_no + 1,
            content_hash=again.content_hash, maker=cast.clerk, by=None,
        )  # fmt: skip
    reply(objection, by=investigator)
    assert take(again, "conclude", by=cast.reviewer).state == State.APPROVAL


def test_one_of_an_earlier_round_holds_the_approval_too(cast, make, line, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    reply(object_to(application, by=cast.clerk, text="已经就业"), by=investigator)
    again = in_second_round(application, cast)
    end_notices(again)
    with unguarded():
        Objection.objects.filter(pk=objection.pk).update(state="to_check")
    again = take(again, "conclude", by=cast.reviewer)
    with unguarded():
        Objection.objects.filter(pk=objection.pk).update(state="open")
    with pytest.raises(Refused, match="答复后才能办理"):
        take(again, "approve", by=cast.approver, line=line)


def test_what_was_found_right_of_an_earlier_round_returns_no_later_one(cast, make, investigator):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    again = in_second_round(application, cast)
    reply(objection, by=investigator, outcome=Outcome.UPHELD)
    again.refresh_from_db()
    assert (again.state, again.round) == (State.PUBLIC_NOTICE, 2)
    end_notices(again)
    assert take(again, "conclude", by=cast.reviewer).state == State.APPROVAL


def test_a_line_of_an_earlier_round_does_not_keep_its_notice_open(cast, make):
    application = make(State.PUBLIC_NOTICE)
    first = PublicNotice.objects.get()
    end_notices(application)
    take(application, "return", by=cast.reviewer)
    first.refresh_from_db()
    assert first.state == NoticeState.CONCLUDED
    take(take(application, "submit", by=cast.clerk), "pass", by=cast.reviewer)
    assert conclude_due().refused == []
    assert PublicNotice.objects.get(state=NoticeState.RUNNING) != first


def test_a_neighbouring_county_does_not_answer(cast, make):
    objection = object_to(make(State.PUBLIC_NOTICE), by=cast.reviewer)
    neighbour = UserFactory(union=UnionFactory(county_level=True, parent=cast.city), role=Role.REVIEWER)
    for person in (neighbour, UserFactory(union=cast.city, role=Role.CLERK), cast.stranger):
        with pytest.raises((Refused, Objection.DoesNotExist)):
            reply(objection, by=person)
    assert Objection.objects.get().answered_at is None


def test_who_only_sees_the_notice_from_above_records_no_objection(cast, make):
    application = make(State.PUBLIC_NOTICE)
    province = UserFactory(union=cast.province, role=Role.CLERK)
    for person in (cast.city_reviewer, province):
        with pytest.raises(Refused, match="申报工会登记"):
            object_to(application, by=person)


NOTICES = {"  notice: {days: 7, kind: days}\n": date(2026, 3, 12), "  notice: {days: 7}\n": date(2026, 3, 16)}


def programme_with(text, union):
    """The living aid of a policy of this union, with one more line."""
    anchor = "    uses: living\n"
    policies.load_policy(
        union=union,
        text=default_text().replace(anchor, f"{anchor}  {text}", 1),
        in_force_from=date(2025, 1, 1),
    )


@pytest.mark.parametrize(("text", "ends_on"), NOTICES.items())
def test_a_notice_runs_as_long_as_the_programme_says(text, ends_on, cast, make, reference):
    programme_with(text, cast.county)
    with freeze_time("2026-03-05 10:00"):
        usual = make(State.PUBLIC_NOTICE, programme="medical")
        longer = make(State.PUBLIC_NOTICE)
    notices = [entry_of(row).notice for row in (usual, longer)]
    assert [notice.ends_on for notice in notices] == [date(2026, 3, 12), ends_on]
    assert notices[0].number != notices[1].number
    assert notices[1].days == 7


def test_where_the_programme_wants_no_notice_the_review_ends_with_the_report(cast, make, as_user):
    programme_with("  notice: {days: 0, why: 急难救助先行救助}\n", cast.county)
    application = make(State.REVIEW)
    page = as_user(cast.reviewer).get(f"/applications/{application.pk}/").content.decode()
    assert ("审核通过，报审批" in page, "审核通过，公示" in page) == (True, False)
    assert take(application, "pass", by=cast.reviewer).state == State.APPROVAL
    assert not NoticeEntry.objects.exists()


def test_no_application_passes_by_the_notice_that_its_programme_wants(cast, make):
    application = make(State.REVIEW)
    with pytest.raises(IntegrityError, match="goes on to stage 公示"), transaction.atomic():
        ApprovalStep.objects.create(
            application=application, round=application.round, action="pass", source="review",
            target="approval", stage_no=0, next_no=1, is_decision=True,
            content_hash=application.content_hash, maker=cast.clerk, by=cast.reviewer,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "said"), [("2026-03-06 10:00", "第 1 / 7 天"), ("2026-03-08 10:00", "第 3 / 7 天")]
)
def test_calendar_days_are_told_as_such(today, said, cast, make, reference, as_user):
    programme_with("  notice: {days: 7, kind: days}\n", cast.county)
    with freeze_time("2026-03-05 10:00"):
        application = make(State.PUBLIC_NOTICE)
    with freeze_time(today):
        assert said in as_user(cast.reviewer).get(f"/applications/{application.pk}/").content.decode()
        assert said in as_user(cast.reviewer).get("/notices/").content.decode()
