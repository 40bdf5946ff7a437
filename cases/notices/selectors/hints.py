"""What is odd about the lines of a notice: names that hide nobody, two alike, a consent taken back."""

from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry
from cases.notices.selectors.entries import by_room, tell_apart


def list_hints(entries: list[NoticeEntry]) -> list[str]:
    """Sentences on the lines that still hang, for staff."""
    standing = [row for row in entries if row.is_on]
    return [*_faults(standing), *_alike(standing)]


def get_fault(entry: NoticeEntry) -> str:
    """What the room of its row says against the hanging of a line, or ''."""
    return entry.room.find_faults([entry.key]).get(entry.key, "") if entry.is_on else ""


def _faults(entries: list[NoticeEntry]) -> list[str]:
    """What the rooms of the rows say against their hanging, and of names that hide nobody."""
    said = []
    for room, rows in by_room(entries):
        keys = {row.key for row in rows}
        found = {**room.find_exposed(keys), **room.find_faults(keys)}
        said += [f"{row.number}：{found[row.key]}" for row in rows if row.key in found]
    return said


def _alike(entries: list[NoticeEntry]) -> list[str]:
    """People of one masked name in one unit, whom nobody can tell apart."""
    said = _(
        "“%(unit)s”有 %(n)s 人隐去一字以后都是“%(name)s”，公示上在名字后面注明申请号尾号，请告诉职工本人。"
    )
    return [
        said % {"unit": rows[0].unit, "name": rows[0].name, "n": len(rows)} for rows in tell_apart(entries)
    ]
