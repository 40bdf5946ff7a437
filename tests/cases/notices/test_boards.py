"""Where a notice hangs, what proves it, and what makes it longer or takes it down early."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.states import State
from cases.notices.models import EndChange, NoticeBoard, PublicNotice
from cases.notices.selectors import list_board_duties
from cases.notices.services import (
    Posted,
    add_photo,
    cancel_notice,
    conclude_due,
    extend_notice,
    follow_calendars,
    post_board,
    set_proof,
    take_down_board,
)
from cases.notices.states import EntryState, NoticeState
from cases.policies.models import CalendarDay
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory, UserFactory, drawn, end_notices, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


def post(notice, by, **more):
    told = {
        "place": "board", "where": "一车间门口", "posted_on": timezone.localdate(), "put_up_by": "王强",
        "seen_by": "李芳",
    }  # fmt: skip
    photos = more.pop("photos", [])
    return post_board(notice_id=notice.pk, posted=Posted(**told | more), photos=photos, by=by)


def test_the_days_count_from_the_last_poster_and_the_old_end_stays_on_record(cast, make, reference):
    with freeze_time("2026-03-02 10:00"):
        application = make(State.PUBLIC_NOTICE)
    notice = entry_of(application).notice
    assert notice.ends_on == date(2026, 3, 9)
    with freeze_time("2026-03-04 10:00"):
        with pytest.raises(Refused, match="请写明原因"):
            post(notice, cast.clerk, posted_on=date(2026, 3, 3))
        post(notice, cast.clerk, posted_on=date(2026, 3, 2))
        assert not EndChange.objects.exists()
        post(
            notice, cast.reviewer, place="gate", where="北门", posted_on=date(2026, 3, 4), late_reason="停电"
        )
    notice.refresh_from_db()
    application.refresh_from_db()
    change = EndChange.objects.get()
    assert (notice.ends_on, application.due_on) == (date(2026, 3, 11), date(2026, 3, 12))
    assert (change.old_ends_on, change.reason, change.by) == (date(2026, 3, 9), "厂门口：停电", cast.reviewer)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"posted_on": date(2026, 3, 1)}, "张贴日期应在"),
        ({"posted_on": date(2026, 3, 3)}, "张贴日期应在"),
        ({"seen_by": "王强"}, "张贴人以外"),
    ],
)
def test_no_poster_hangs_before_its_notice_nor_tomorrow_nor_unseen(told, why, cast, make, reference):
    with freeze_time("2026-03-02 10:00"):
        notice = entry_of(make(State.PUBLIC_NOTICE)).notice
        with pytest.raises(Refused, match=why):
            post(notice, cast.reviewer, **told)
    assert not NoticeBoard.objects.exists()


def test_a_place_is_recorded_once_and_by_those_whom_it_concerns(cast, make):
    notice = entry_of(make(State.PUBLIC_NOTICE)).notice
    post(notice, cast.clerk)
    with pytest.raises(Refused, match="已经登记过"):
        post(notice, cast.reviewer)
    neighbour = UserFactory(union=UnionFactory(parent=cast.county), role=Role.CLERK)
    with pytest.raises(Refused, match="由发布公示的工会或申报工会登记"):
        post(notice, neighbour, where="别处")
    with pytest.raises(PublicNotice.DoesNotExist):
        post(notice, cast.stranger, where="别处")


def test_what_is_passed_after_the_poster_hangs_goes_onto_another_notice(cast, make):
    first = entry_of(make(State.PUBLIC_NOTICE)).notice
    post(first, cast.reviewer)
    second = entry_of(make(State.PUBLIC_NOTICE)).notice
    third = entry_of(make(State.PUBLIC_NOTICE)).notice
    assert (second == third, second == first) == (True, False)
    assert second.number == f"{first.number}-2"


def test_where_proof_is_asked_for_no_line_goes_on_without_a_photo(cast, make):
    application = make(State.PUBLIC_NOTICE)
    notice = entry_of(application).notice
    board = post(notice, cast.reviewer)
    set_proof(notice_id=notice.pk, needs_proof=True, by=cast.reviewer)
    with pytest.raises(Refused, match="只有发布公示的工会"):
        set_proof(notice_id=notice.pk, needs_proof=False, by=cast.clerk)
    end_notices(application)
    with pytest.raises(Refused, match="要有张贴照片"):
        take(application, "conclude", by=cast.reviewer)
    assert conclude_due().done == []
    add_photo(board_id=board.pk, moment="end", photo=drawn(1), by=cast.clerk)
    assert conclude_due().done == []
    add_photo(board_id=board.pk, moment="start", photo=drawn(1), by=cast.clerk)
    with pytest.raises(Refused, match="已经上传过"):
        add_photo(board_id=board.pk, moment="start", photo=drawn(1), by=cast.clerk)
    assert conclude_due().done == [entry_of(application)]


def test_an_extension_has_its_reason_and_is_the_union_s_that_published(cast, make, reference):
    with freeze_time("2026-03-02 10:00"):
        application = make(State.PUBLIC_NOTICE)
        notice = entry_of(application).notice
        wrong = [(0, "停工", cast.reviewer), (31, "停工", cast.reviewer), (2, " ", cast.reviewer)]
        for days, reason, by in [*wrong, (2, "停工", cast.city_reviewer)]:
            with pytest.raises((Refused, PublicNotice.DoesNotExist)):
                extend_notice(notice_id=notice.pk, days=days, reason=reason, by=by)
        extend_notice(notice_id=notice.pk, days=2, reason="停工放假", by=cast.reviewer)
    notice.refresh_from_db()
    assert notice.ends_on == date(2026, 3, 11)
    with freeze_time("2026-03-10 10:00"), pytest.raises(Refused, match="期满后才能"):
        take(application, "conclude", by=cast.reviewer)


def test_it_is_extended_up_to_its_last_day_and_not_after(cast, make, reference, as_user):
    with freeze_time("2026-03-02 10:00"):
        notice = entry_of(make(State.PUBLIC_NOTICE)).notice
    link, page = reverse("notices:extend", args=[notice.pk]), reverse("notices:notice", args=[notice.pk])
    with freeze_time("2026-03-10 10:00"):
        with pytest.raises(Refused, match="已经满期"):
            extend_notice(notice_id=notice.pk, days=2, reason="停工", by=cast.reviewer)
        text = as_user(cast.reviewer).get(page).content.decode()
        assert (link in text, reverse("notices:cancel", args=[notice.pk]) in text) == (False, True)
    with freeze_time("2026-03-09 10:00"):
        assert link in as_user(cast.reviewer).get(page).content.decode()
        extend_notice(notice_id=notice.pk, days=2, reason="停工", by=cast.reviewer)
    notice.refresh_from_db()
    assert notice.ends_on == date(2026, 3, 11)


def test_a_holiday_that_is_put_in_meanwhile_makes_it_longer_once(cast, make, reference):
    with freeze_time("2026-03-02 10:00"):
        notice = entry_of(make(State.PUBLIC_NOTICE)).notice
        extend_notice(notice_id=notice.pk, days=1, reason="停工", by=cast.reviewer)
        assert follow_calendars() == 0
        CalendarDay.objects.update_or_create(on=date(2026, 3, 6), defaults={"is_workday": False})
        assert (follow_calendars(), follow_calendars()) == (1, 0)
    notice.refresh_from_db()
    last = notice.end_changes.latest("pk")
    assert (notice.ends_on, last.kind, last.by) == (date(2026, 3, 11), "calendar", None)


def test_a_notice_taken_down_early_sends_its_rows_back(cast, make):
    rows = [make(State.PUBLIC_NOTICE), make(State.PUBLIC_NOTICE)]
    notice = entry_of(rows[0]).notice
    with pytest.raises(Refused, match="必须填写意见"):
        cancel_notice(notice_id=notice.pk, reason=" ", by=cast.reviewer)
    with pytest.raises(Refused, match="发布它的工会"):
        cancel_notice(notice_id=notice.pk, reason="名单有误", by=cast.city_reviewer)
    cancel_notice(notice_id=notice.pk, reason="名单有误", by=cast.reviewer)
    notice.refresh_from_db()
    assert (notice.state, notice.reason) == (NoticeState.CANCELLED, "名单有误")
    for row in rows:
        row.refresh_from_db()
        assert row.state == State.RETURNED
        assert row.steps.get(action="return").comment == "公示提前撤下：名单有误"
        assert entry_of(row).state == EntryState.WITHDRAWN
    with pytest.raises(Refused, match="当前状态下不能"):
        cancel_notice(notice_id=notice.pk, reason="再撤一次", by=cast.reviewer)
    again = take(take(rows[0], "submit", by=cast.clerk), "pass", by=cast.reviewer)
    assert entry_of(again).notice != notice


def test_with_its_last_board_an_ended_notice_is_down(cast, make):
    application = make(State.PUBLIC_NOTICE)
    notice = entry_of(application).notice
    boards = [post(notice, cast.reviewer), post(notice, cast.reviewer, place="gate", where="北门")]
    with pytest.raises(Refused, match="期满后才取下"):
        take_down_board(board_id=boards[0].pk, taken_down_on=timezone.localdate(), by=cast.reviewer)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)
    assert list(list_board_duties(cast.reviewer)) == [notice]
    day = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="取下日期应在"):
        take_down_board(board_id=boards[0].pk, taken_down_on=day, by=cast.reviewer)
    take_down_board(
        board_id=boards[0].pk, taken_down_on=timezone.localdate(), photos=[drawn()], by=cast.clerk
    )
    with pytest.raises(Refused, match="已经登记取下"):
        take_down_board(board_id=boards[0].pk, taken_down_on=timezone.localdate(), by=cast.clerk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.CONCLUDED
    take_down_board(board_id=boards[1].pk, taken_down_on=timezone.localdate(), by=cast.clerk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.TAKEN_DOWN
    assert not list_board_duties(cast.reviewer)


def test_a_notice_that_is_concluded_after_its_last_board_came_down_is_down(cast, make):
    applications = [make(State.PUBLIC_NOTICE), make(State.PUBLIC_NOTICE)]
    notice = entry_of(applications[0]).notice
    board = post(notice, cast.reviewer)
    end_notices(applications[0])
    take_down_board(board_id=board.pk, taken_down_on=timezone.localdate(), by=cast.clerk)
    take(applications[0], "conclude", by=cast.reviewer)
    notice.refresh_from_db()
    assert notice.state == NoticeState.RUNNING
    take(applications[1], "conclude", by=cast.reviewer)
    notice.refresh_from_db()
    assert notice.state == NoticeState.TAKEN_DOWN


def test_one_that_hung_nowhere_is_concluded_and_no_more(cast, make):
    application = make(State.PUBLIC_NOTICE)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)
    assert entry_of(application).notice.state == NoticeState.CONCLUDED


def test_the_pages_record_a_board_and_show_what_is_refused(cast, make, as_user):
    notice = entry_of(make(State.PUBLIC_NOTICE)).notice
    page, today = reverse("notices:notice", args=[notice.pk]), timezone.localdate().isoformat()
    clerk = as_user(cast.clerk)
    assert "还没有张贴照片" in clerk.get(page).content.decode()
    told = {"place": "board", "where": "食堂门口", "posted_on": today, "put_up_by": "王强", "seen_by": "王强"}
    refused = clerk.post(reverse("notices:board_new", args=[notice.pk]), told)
    assert (refused.status_code, "张贴人以外的另一个人" in refused.content.decode()) == (409, True)
    assert clerk.post(reverse("notices:board_new", args=[notice.pk]), {"where": ""}).status_code == 422
    told["seen_by"] = "李芳"
    assert clerk.post(reverse("notices:board_new", args=[notice.pk]), told).status_code == 302
    assert "食堂门口" in clerk.get(page).content.decode()
    neighbour = as_user(UserFactory(union=UnionFactory(parent=cast.county), role=Role.CLERK))
    assert neighbour.get(page).status_code == 200
    assert neighbour.get(reverse("notices:board_new", args=[notice.pk])).status_code == 404
    reviewer = as_user(cast.reviewer)
    said = reviewer.post(reverse("notices:extend", args=[notice.pk]), {"days": 2, "reason": "停工放假"})
    assert said.status_code == 302
    assert "停工放假" in reviewer.get(page).content.decode()
    assert reviewer.post(reverse("notices:proof", args=[notice.pk]), {"needs_proof": "1"}).status_code == 302
    assert "补上以前不能报审批" in reviewer.get(page).content.decode()
    assert (
        reviewer.post(reverse("notices:cancel", args=[notice.pk]), {"reason": "名单有误"}).status_code == 302
    )
    assert "提前撤下：名单有误" in reviewer.get(page).content.decode()
