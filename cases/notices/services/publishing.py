"""Puts a row on a notice: one a day for each union and length, until its poster hangs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.leads.services.questionnaires import new_token
from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.rules import USUAL_SHOWN, Line, Shown, line_hash
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import NoticeState
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User
from hardship.kernel.locks import hold

USUAL = (5, True)


@dataclass(frozen=True)
class Published:
    """A row that is to stand on a notice: its source and round (models.sources), its union and number, how
    it is printed, and what the notice shows."""

    source: str
    round: int
    union: Union
    number: str
    line: Line
    shown: Shown = USUAL_SHOWN


def publish(*, row: Published, notice: PublicNotice) -> NoticeEntry:
    """Puts a row on a notice that `open_notice` gave in this transaction. Whether the person consented to be
    published is for the room of the row to ask."""
    line = row.line
    return NoticeEntry.objects.create(
        notice=notice, source=row.source, round=row.round, union=row.union, number=row.number,
        name=line.name, unit=line.unit, programme=line.programme, amount=line.amount,
        category=line.category, reason_shown=line.reason, goods=line.goods,
        content_hash=line_hash(line),
    )  # fmt: skip


def take_turns(unions: Iterable[int]) -> None:
    """Whoever opens notices at several unions takes a turn at each of them first, always in this order."""
    for key in sorted(unions):
        hold(f"notice {key}")


def open_notice(union: Union, shown: Shown, days: int, in_workdays: bool, by: User | None) -> PublicNotice:
    """Today's notice of the union that reviews, of `days` days, that shows the same and takes lines still;
    locked, so that no poster of it is put up before the transaction ends. Raises UnknownYear."""
    take_turns([union.pk])  # two that show different things count each other for their numbers
    today = timezone.localdate()
    ends_on = get_calendar().fix_workday(today, days) if in_workdays else today + timedelta(days)
    told = {
        "union": union, "starts_on": today, "days": days, "in_workdays": in_workdays,
        "topic": shown.topic, "columns": list(shown.columns), "mask": shown.mask,
    }  # fmt: skip
    for _turn in range(2):
        notice, _is_new = PublicNotice.objects.get_or_create(
            **told, state=NoticeState.RUNNING, is_closed=False,
            defaults={
                "number": _number(union, days=days, in_workdays=in_workdays),
                "ends_on": ends_on,
                "token": new_token(),
                "published_by": by,
            },
        )  # fmt: skip
        open_ones = PublicNotice.objects.filter(state=NoticeState.RUNNING, is_closed=False)
        locked = open_ones.select_for_update(of=("self",)).filter(pk=notice.pk).first()
        if locked is not None:
            return locked
    raise NoticeRefused(_("当天的公示刚刚张贴，请再办理一次。"))


def _number(union: Union, *, days: int, in_workdays: bool) -> str:
    """公示-320602-20260305, the second of a day 公示-320602-20260305-2; one of another length says so."""
    kind = "" if (days, in_workdays) == USUAL else f"-{days}{'工' if in_workdays else '天'}"
    today = timezone.localdate()
    number = f"公示-{union.code}-{today:%Y%m%d}{kind}"
    before = PublicNotice.objects.filter(union=union, starts_on=today, days=days, in_workdays=in_workdays)
    count = before.count()
    return f"{number}-{count + 1}" if count else number
