"""公示: five working days, then on; objections come first."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time

from cases.applications import services as applications
from cases.applications.states import State
from cases.approvals.models import NoticeEntry, Objection, PublicNotice
from cases.approvals.services import (
    answer_objection,
    conclude_due,
    conclude_notice,
    record_objection,
)
from cases.approvals.states import NoticeState
from cases.archives.models import Consent
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, end_notices, take

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
    notice = PublicNotice.objects.get(entries__application=application)
    assert (notice.ends_on, notice.union) == (ends, cast.county)


def test_what_is_passed_on_one_day_stands_on_one_notice(cast, make):
    other = UnionFactory(parent=cast.county)
    make(State.PUBLIC_NOTICE)
    make(State.PUBLIC_NOTICE, union=other, clerk=UserFactory(union=other, role=Role.CLERK))
    assert PublicNotice.objects.get().entries.count() == 2


def test_nothing_is_published_without_the_family_s_consent(cast, make):
    application = make(State.COUNTY_REVIEW)
    Consent.objects.create(
        household=application.household, signed_on=timezone.localdate(), signer="本人", allows_check=True,
        allows_notice=False, text_version="2026.1", text_hash="0" * 64, recorded_by=cast.clerk,
    )  # fmt: skip
    with pytest.raises(Refused, match="没有同意公示"):
        take(application, "pass", by=cast.reviewer)


def test_a_notice_is_not_concluded_on_its_last_day(cast, make):
    application = make(State.PUBLIC_NOTICE)
    notice = PublicNotice.objects.get()
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
    assert (application.state, step.by) == (State.CITY_APPROVAL, None)
    assert PublicNotice.objects.get().state == NoticeState.CONCLUDED
    assert "1 applications went on" in capsys.readouterr().out


def test_concluding_a_notice_sends_on_what_may_and_names_the_rest(cast, make):
    good = make(State.PUBLIC_NOTICE)
    disputed = make(State.PUBLIC_NOTICE)
    object_to(disputed, by=cast.reviewer)
    end_notices(good)
    notice = PublicNotice.objects.get()
    outcome = conclude_notice(notice_id=notice.pk, by=cast.reviewer)
    assert outcome.done == [good]
    assert [(row, "异议" in why) for row, why in outcome.refused] == [(disputed, True)]
    notice.refresh_from_db()
    assert notice.state == NoticeState.RUNNING


def object_to(application, *, by, text="家中另有住房"):
    entry = NoticeEntry.objects.get(application=application, round=application.round)
    return record_objection(entry_id=entry.pk, text=text, received_on=timezone.localdate(), by=by)


def test_an_answered_objection_that_does_not_hold_lets_the_case_go_on(cast, make):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.clerk)
    answer_objection(objection_id=objection.pk, answer="已查明为租住公房", is_upheld=False, by=cast.reviewer)
    end_notices(application)
    assert take(application, "conclude", by=cast.reviewer).state == State.CITY_APPROVAL
    assert PublicNotice.objects.get().state == NoticeState.CONCLUDED


def test_an_upheld_objection_returns_the_application(cast, make):
    application = make(State.PUBLIC_NOTICE)
    objection = object_to(application, by=cast.reviewer)
    answer_objection(objection_id=objection.pk, answer="确有另一套住房", is_upheld=True, by=cast.reviewer)
    application.refresh_from_db()
    assert application.state == State.RETURNED
    assert application.steps.get(action="return").comment == "公示异议成立：确有另一套住房"
    entry = NoticeEntry.objects.get(application=application)
    assert (entry.withdrawn_at is not None, entry.withdrawn_by) == (True, cast.reviewer)


def test_an_objection_is_answered_once_by_the_county(cast, make):
    objection = object_to(make(State.PUBLIC_NOTICE), by=cast.reviewer)
    with pytest.raises(Refused, match="区县工会审核人"):
        answer_objection(objection_id=objection.pk, answer="无", is_upheld=False, by=cast.clerk)
    answer_objection(objection_id=objection.pk, answer="不属实", is_upheld=False, by=cast.reviewer)
    with pytest.raises(Refused, match="已经答复"):
        answer_objection(objection_id=objection.pk, answer="属实", is_upheld=True, by=cast.reviewer)
    assert Objection.objects.get().is_upheld is False


@pytest.mark.requirement("B3")
def test_a_colleague_who_wrote_on_the_application_does_not_answer_for_it(cast, make):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    maker = UserFactory(union=cast.county, role=Role.CLERK)
    draft = make(clerk=maker, household=HouseholdFactory(filed=True, union=cast.union))
    applications.save(application_id=draft.pk, version=draft.version, by=both, reason="由同事改写")
    application = take(take(draft, "submit", by=maker), "pass", by=cast.reviewer)
    objection = object_to(application, by=cast.reviewer)
    with pytest.raises(Refused, match="自己所办申请"):
        answer_objection(objection_id=objection.pk, answer="不属实", is_upheld=False, by=both)


def test_objections_come_while_the_notice_runs_and_from_the_right_union(cast, make):
    application = make(State.PUBLIC_NOTICE)
    with pytest.raises(Refused, match="申报工会登记"):
        object_to(application, by=cast.approver)
    with pytest.raises(NoticeEntry.DoesNotExist):
        object_to(application, by=cast.stranger)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)
    with pytest.raises(Refused, match="已经结束或撤下"):
        object_to(application, by=cast.reviewer)


def test_a_returned_application_leaves_the_notice_and_comes_back_on_another(cast, make):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    application = make(State.PUBLIC_NOTICE, household=household)
    take(application, "return", by=cast.reviewer)
    again = take(application, "submit", by=cast.clerk)
    take(again, "pass", by=cast.reviewer)
    rounds = NoticeEntry.objects.filter(application=application).order_by("round")
    assert [(row.round, row.withdrawn_at is None) for row in rounds] == [(1, False), (2, True)]


def test_a_changed_file_holds_up_the_conclusion(cast, make):
    application = make(State.PUBLIC_NOTICE)
    application.household.incomes.update(annual_amount=1)
    end_notices(application)
    outcome = conclude_due()
    assert outcome.done == []
    assert "家庭收入有变化" in outcome.refused[0][1]
