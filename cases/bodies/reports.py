"""会议纪要 on paper, and the lists as workbooks."""

from typing import Any

from django.utils.translation import gettext as _

from cases.bodies.models import Meeting
from cases.bodies.selectors import count_present, list_attendances, list_matters
from cases.bodies.states import BodyPart, Presence
from hardship.kernel.pdf import render_pdf

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
