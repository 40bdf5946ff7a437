"""What the database keeps of notices, with Python out of the way."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.applications.states import State
from cases.notices.models import NoticeEntry
from cases.notices.rules import line_hash
from cases.notices.states import EntryState
from tests.factories import end_notices, entry_of, take

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
