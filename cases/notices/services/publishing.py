"""Puts a row on a notice: one a day for each union and length."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.rules import Line, line_hash
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User

USUAL = (5, True)


@dataclass(frozen=True)
class Published:
    """A row that is to stand on a notice: its source and round (models.sources), its union and number, how
    it is printed."""

    source: str
    round: int
    union: Union
    number: str
    line: Line


@transaction.atomic
def publish(*, row: Published, union: Union, days: int, in_workdays: bool, by: User | None) -> NoticeEntry:
    """Puts a row on today's notice of the union that reviews, which runs `days` days. Whether the person
    consented to be published is for the room of the row to ask."""
    notice = _notice_of(union, days=days, in_workdays=in_workdays, by=by)
    line = row.line
    return NoticeEntry.objects.create(
        notice=notice, source=row.source, round=row.round, union=row.union, number=row.number,
        name=line.name, unit=line.unit, programme=line.programme, amount=line.amount,
        content_hash=line_hash(line),
    )  # fmt: skip


def _notice_of(union: Union, *, days: int, in_workdays: bool, by: User | None) -> PublicNotice:
    today = timezone.localdate()
    kind = "" if (days, in_workdays) == USUAL else f"-{days}{'工' if in_workdays else '天'}"
    notice, _created = PublicNotice.objects.get_or_create(
        union=union,
        starts_on=today,
        days=days,
        in_workdays=in_workdays,
        defaults={
            "number": f"公示-{union.code}-{today:%Y%m%d}{kind}",
            "ends_on": get_calendar().add_workdays(today, days) if in_workdays else today + timedelta(days),
            "published_by": by,
        },
    )
    return notice
