"""会议纪要 on paper, and the lists as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.bodies.columns import BODY_COLUMNS, MEETING_COLUMNS
from cases.bodies.models import Body, Meeting
from cases.bodies.selectors import count_present, list_attendances, list_matters
from cases.bodies.states import BodyPart, Presence
from hardship.accounts.models import User
from hardship.kernel.columns import Column, values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import SheetHeader, write_sheet

TEMPLATE = "pdf/minutes.html"


def minutes(meeting: Meeting) -> dict[str, Any]:
    """What the minutes say: nothing but what was recorded."""
    attendances = list_attendances(meeting)
    return {
        "meeting": meeting,
        "leader": next((row.member for row in attendances if row.member.part == BodyPart.LEADER), None),
        "present": [row for row in attendances if row.presence == Presence.PRESENT],
        "absent": [row for row in attendances if row.presence == Presence.ABSENT],
        "entitled": len(attendances),
        "count": count_present(attendances),
        "matters": list_matters(meeting, attendances),
    }


def minutes_pdf(meeting: Meeting) -> bytes:
    """会议纪要 as PDF; a draft says that it is one."""
    return render_pdf(TEMPLATE, minutes(meeting), title=_("会议纪要"))


def bodies_workbook(rows: Iterable[Body], *, by: User) -> bytes:
    """Every column of the open bodies."""
    return _workbook(_("领导小组、委员会名册"), BODY_COLUMNS, rows, [], by)


def meetings_workbook(rows: Iterable[Meeting], *, conditions: Sequence[str], by: User) -> bytes:
    """The meetings as they are narrowed."""
    return _workbook(_("会议台账"), MEETING_COLUMNS, rows, conditions, by)


def _workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Any], conditions: Sequence[str], by: User
) -> bytes:
    lines = [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
        _("导出：%(who)s（%(union)s）　%(at)s")
        % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
    header = SheetHeader(title=title, lines=lines)
    return write_sheet(columns, (values(columns, row) for row in rows), header=header)
