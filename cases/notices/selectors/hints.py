"""What is odd about the lines of a notice: names that hide nobody, two alike, a consent taken back."""

from collections import Counter

from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry
from cases.notices.selectors.entries import by_room


def list_hints(entries: list[NoticeEntry]) -> list[str]:
    """Sentences on the lines that still hang, for staff."""
    standing = [row for row in entries if row.is_on]
    return [*_faults(standing), *_alike(standing)]


def _faults(entries: list[NoticeEntry]) -> list[str]:
    """What the rooms of the rows say against their hanging."""
    said = []
    for room, rows in by_room(entries):
        found = room.find_faults({row.key for row in rows})
        said += [f"{row.number}：{found[row.key]}" for row in rows if row.key in found]
    return said


def _alike(entries: list[NoticeEntry]) -> list[str]:
    """People of one masked name in one unit, whom nobody can tell apart."""
    counts = Counter((row.name, row.unit) for row in entries)
    said = _("“%(unit)s”有 %(n)s 人隐去一字以后都是“%(name)s”，请在张贴处备一份说明，免得认错人。")
    return [said % {"unit": unit, "name": name, "n": n} for (name, unit), n in counts.items() if n > 1]
