"""What the database keeps of notices, with Python out of the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.notices.models import EndChange, NoticeBoard, NoticeEntry, Objection, PublicNotice
from cases.notices.rules import line_hash
from cases.notices.services import cancel_notice, record_objection
from cases.notices.states import EntryState
from hardship.accounts.states import Role
from tests.factories import UserFactory, end_notices, entry_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "王*"), ("amount", 1), ("round", 7), ("source", "x.y:1"), ("content_hash", "0" * 64)],
)
def test_what_hangs_on_the_wall_stays_as_it_was_published(column, value, cast, make):
    entry = entry_of(make(State.PUBLIC_NOTICE))
    with pytest.raises(IntegrityError, match="stays as it was published"), transaction.atomic():
        NoticeEntry.objects.filter(pk=entry.pk).update(**{column: value})
    with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
        NoticeEntry.objects.filter(pk=entry.pk).delete()
    entry.refresh_from_db()
    assert entry.content_hash == line_hash(entry.line)


def test_what_left_its_notice_does_not_come_back(cast, make):
    application = make(State.PUBLIC_NOTICE)
    end_notices(application)
    take(application, "conclude", by=cast.reviewer)
    rows = NoticeEntry.objects.filter(pk=entry_of(application).pk)
    assert rows.get().state == EntryState.PASSED
    for change in (
        {"state": EntryState.ON, "closed_at": None},
        {"closed_at": timezone.now()},
        {"reason": "另有原因"},
    ):
        with pytest.raises(IntegrityError, match="has left its notice"), transaction.atomic():
            rows.update(**change)


def test_the_end_of_a_notice_moves_with_its_reason_and_never_back(cast, make):
    notice = entry_of(make(State.PUBLIC_NOTICE)).notice
    rows, end = PublicNotice.objects.filter(pk=notice.pk), notice.ends_on
    for day in (end + timedelta(days=3), end - timedelta(days=1)):
        with pytest.raises(IntegrityError, match="moves with a reason on record"), transaction.atomic():
            rows.update(ends_on=day)
    with pytest.raises(IntegrityError, match="end_change_later"), transaction.atomic():
        EndChange.objects.create(
            notice=notice, kind="poster", old_ends_on=end, new_ends_on=end - timedelta(days=1), reason="早了"
        )
    for change in ({"starts_on": end - timedelta(days=90)}, {"days": 1}, {"number": "公示-x"}):
        with pytest.raises(IntegrityError, match="stays as it was published"), transaction.atomic():
            rows.update(**change)


def test_a_notice_that_is_over_does_not_run_again(cast, make):
    notice = entry_of(make(State.PUBLIC_NOTICE)).notice
    cancel_notice(notice_id=notice.pk, reason="名单有误", by=cast.reviewer)
    for state in ("running", "concluded", "taken_down"):
        with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
            PublicNotice.objects.filter(pk=notice.pk).update(state=state)
    with pytest.raises(IntegrityError, match="notice_cancelled_for_a_reason"), transaction.atomic():
        PublicNotice.objects.filter(pk=notice.pk).update(reason="")


def test_a_board_stays_as_it_was_recorded(cast, make):
    notice, today = entry_of(make(State.PUBLIC_NOTICE)).notice, timezone.localdate()
    told = {"notice": notice, "place": "board", "where": "门口", "put_up_by": "王强", "seen_by": "李芳"}
    with pytest.raises(IntegrityError, match="from the day of its publication"), transaction.atomic():
        NoticeBoard.objects.create(**told, posted_on=today - timedelta(days=1), recorded_by=cast.reviewer)
    with pytest.raises(IntegrityError, match="seen_by_another"), transaction.atomic():
        NoticeBoard.objects.create(**{**told, "seen_by": "王强"}, posted_on=today, recorded_by=cast.reviewer)
    board = NoticeBoard.objects.create(**told, posted_on=today, recorded_by=cast.reviewer)
    rows = NoticeBoard.objects.filter(pk=board.pk)
    for change in ({"where": "后门"}, {"seen_by": "赵六"}, {"posted_on": today - timedelta(days=9)}):
        with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
        rows.delete()
    rows.update(taken_down_on=today, taken_down_at=timezone.now())
    with pytest.raises(IntegrityError, match="stays as it was recorded"), transaction.atomic():
        rows.update(taken_down_on=None, taken_down_at=None)


def test_an_objection_stays_as_it_came_and_as_it_was_answered(cast, make):
    entry, today = entry_of(make(State.PUBLIC_NOTICE)), timezone.localdate()
    row = record_objection(
        entry_id=entry.pk, text="家里有车", received_on=today, by=cast.reviewer, contact="13912345678"
    )
    rows = Objection.objects.filter(pk=row.pk)
    for change in (
        {"text": "没有车"},
        {"contact": None},
        {"uid": uuid4()},
        {"received_on": today - timedelta(days=1)},
        {"recorded_by": cast.clerk},
    ):
        with pytest.raises(IntegrityError, match="stays as it came"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="stays as it came"), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError, match="objection_answered_in_writing"), transaction.atomic():
        rows.update(state="answered")
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    rows.update(state="retracted", note="看错了人", closed_at=timezone.now(), closed_by=other)
    with pytest.raises(IntegrityError, match="stays as it came"), transaction.atomic():
        rows.update(state="open")
