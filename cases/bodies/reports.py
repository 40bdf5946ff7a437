"""会议纪要 on paper, and the lists as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.bodies.columns import BODY_COLUMNS, MEETING_COLUMNS
from cases.bodies.models import Body, Meeting
from cases.bodies.selectors import count_present, list_attendances, list_matters
from cases.bodies.states import BodyPart, Presence
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import Column, values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import write_sheet

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
    return _workbook(_("领导小组、委员会名册"), BODY_COLUMNS, rows, None, by)


def meetings_workbook(rows: Iterable[Meeting], *, conditions: Sequence[str], by: User) -> bytes:
    """The meetings as they are narrowed."""
    return _workbook(_("会议台账"), MEETING_COLUMNS, rows, conditions, by)


def _workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Any], conditions: Sequence[str] | None, by: User
) -> bytes:
    header = export_header(title, by=by, conditions=conditions)
    return write_sheet(columns, (values(columns, row) for row in rows), header=header)
