"""The lines of notices, and what the rooms of their rows say of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import SOURCES, NoticeEntry, NoticeSource, Objection, PublicNotice
from cases.notices.rules import poster_version
from cases.notices.states import EntryState, NoticeState
from hardship.accounts.models import User

LAST_SIGNS = 4  # of a number, behind a name that stands twice


def list_entries(notice: PublicNotice) -> list[NoticeEntry]:
    """The lines of a notice in the order they were put there, with their objections."""
    objections = Objection.objects.select_related("recorded_by", "answered_by").order_by("pk")
    rows = notice.entries.select_related("union", "closed_by")
    found = list(rows.prefetch_related(Prefetch("objections", objections)).order_by("pk"))
    tell_apart([row for row in found if not row.is_withdrawn])
    return found


def list_entries_of(source: str) -> list[NoticeEntry]:
    """Every line that a row ever had, in the order of its rounds, with its objections."""
    objections = Objection.objects.select_related("recorded_by", "answered_by").order_by("pk")
    rows = NoticeEntry.objects.filter(source=source).select_related("notice")
    return list(rows.prefetch_related(Prefetch("objections", objections)).order_by("pk"))


def list_waiting(notice: PublicNotice) -> list[NoticeEntry]:
    """The lines that are still on the notice."""
    return list(notice.entries.filter(state=EntryState.ON).select_related("notice").order_by("pk"))


def get_entry(source: str, number: int = 1) -> NoticeEntry | None:
    """The line of a row in the round of this number."""
    rows = NoticeEntry.objects.filter(source=source, round=number)
    return rows.select_related("notice__union").first()


def find_visible(user: User, entries: Collection[NoticeEntry]) -> set[int]:
    """The ids of the lines whose row the person may see."""
    seen: set[int] = set()
    for room, rows in by_room(entries):
        keys = {row.key: row.pk for row in rows}
        seen.update(keys[key] for key in room.find_visible(user, keys))
    return seen


def read_names(entries: Collection[NoticeEntry]) -> dict[int, str]:
    """What staff call each line, by its id: not for the public."""
    names: dict[int, str] = {}
    for room, rows in by_room(entries):
        found = room.read_names({row.key for row in rows})
        names |= {row.pk: found.get(row.key, row.name) for row in rows}
    return names


def by_room(entries: Collection[NoticeEntry]) -> Iterator[tuple[NoticeSource, list[NoticeEntry]]]:
    """The lines by the room that put them there, so that each room is asked once."""
    rooms: dict[str, list[NoticeEntry]] = defaultdict(list)
    for row in entries:
        rooms[row.source.partition(":")[0]].append(row)
    for label, rows in rooms.items():
        yield SOURCES[label], rows


def list_shown(notice: PublicNotice) -> list[NoticeEntry]:
    """The lines that stand on the poster as it is to hang now."""
    rows = list(notice.entries.exclude(state=EntryState.WITHDRAWN).order_by("pk"))
    tell_apart(rows)
    return rows


def list_hung(entry: NoticeEntry) -> list[NoticeEntry]:
    """The lines of the last poster on which this one stood: without those withdrawn before it."""
    rows = entry.notice.entries.order_by("pk")
    gone = Q(state=EntryState.WITHDRAWN)
    if entry.is_withdrawn:
        gone &= Q(closed_at__lt=entry.closed_at)
    found = list(rows.exclude(gone))
    tell_apart(found)
    return found


def read_shown_names(notice: PublicNotice) -> dict[int, str]:
    """The name of each line of a notice as its poster showed it, by the line's id; also of lines that have
    left it since, to which somebody objected as they stood there."""
    rows = list(notice.entries.order_by("pk"))
    tell_apart(rows)
    return {row.pk: row.shown_name for row in rows}


def tell_apart(entries: Collection[NoticeEntry]) -> list[list[NoticeEntry]]:
    """Puts behind each name that another of these lines of the same unit shows, too, the end of its number,
    which its worker knows. Returns those lines, each group by itself."""
    groups: dict[tuple[str, str], list[NoticeEntry]] = defaultdict(list)
    for row in entries:
        groups[row.name, row.unit].append(row)
    alike = [rows for rows in groups.values() if len(rows) > 1]
    for rows in alike:
        ends = {row.number[-LAST_SIGNS:] for row in rows}
        cut = -LAST_SIGNS if len(ends) == len(rows) else 0
        for row in rows:
            row.apart = _("申请号尾号 %(end)s") % {"end": row.number[cut:]} if row.number else ""
    return alike


def get_version(notice: PublicNotice, entries: Collection[NoticeEntry] | None = None) -> str:
    """Which poster is the present one, or one with these lines (rules.poster_version)."""
    lines = [row.content_hash for row in (list_shown(notice) if entries is None else entries)]
    return poster_version(notice.number, notice.heading, (notice.starts_on, notice.ends_on), lines)


def get_public(token: str) -> PublicNotice | None:
    """The notice at a public address while it runs; None for any other token."""
    rows = PublicNotice.objects.filter(token=token, state=NoticeState.RUNNING)
    return rows.filter(ends_on__gte=timezone.localdate()).select_related("union").first()
