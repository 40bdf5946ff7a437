"""会议纪要 on paper, and the lists as workbooks."""

from typing import Any

from django.utils.translation import gettext as _

from cases.bodies.models import Meeting
from cases.bodies.selectors import Matter, count_present, list_attendances, list_matters
from cases.bodies.states import BodyPart, Presence
from hardship.kernel.pdf import render_pdf

TEMPLATE = "pdf/minutes.html"


About = tuple[str, str]  # kind and key of what a matter is about


def pick(matters: list[Matter], only: About | None) -> tuple[list[Matter], int]:
    """For the papers of one case the matters `only` about it, and how many others there are: these name other
    people."""
    if only is None:
        return matters, 0
    own = [row for row in matters if (row.item.kind, row.item.target_id) == only]
    return own, len(matters) - len(own)


def minutes(meeting: Meeting, only: About | None = None) -> dict[str, Any]:
    """What the minutes say: nothing but what was recorded; of others than `only` this how many there were,
    and nothing that was written down of the meeting as a whole."""
    attendances = list_attendances(meeting)
    matters, others = pick(list_matters(meeting, attendances), only)
    return {
        "meeting": meeting,
        "leader": next((row.member for row in attendances if row.member.part == BodyPart.LEADER), None),
        "present": [row for row in attendances if row.presence == Presence.PRESENT],
        "absent": [row for row in attendances if row.presence == Presence.ABSENT],
        "entitled": len(attendances),
        "count": count_present(attendances),
        "matters": matters,
        "others": others,
    }


def minutes_pdf(meeting: Meeting, only: About | None = None) -> bytes:
    """会议纪要 as PDF; a draft says that it is one."""
    return render_pdf(TEMPLATE, minutes(meeting, only), title=_("会议纪要"))
