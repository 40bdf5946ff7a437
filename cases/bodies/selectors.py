"""Reads of bodies and meetings, and what rooms offer for an agenda."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.bodies.models import AgendaItem, Attendance, Body, BodyMember, Meeting, Recusal
from cases.bodies.rules import has_quorum
from cases.bodies.states import Decision, MeetingState, Presence
from hardship.accounts.models import Union, User
from hardship.kernel.registry import Registry

Version = tuple[int | None, str]  # round and content hash
UNVERSIONED: Version = (None, "")


@dataclass(frozen=True)
class AgendaKind:
    """Things of a room that a body decides on: what they are called, those of a union that wait for it (key
    and title, as far as the person sees them), the page of one by its key, and, where they have rounds and
    contents, in which version each of them is now."""

    label: Any
    waiting: Callable[[User, Union], list[tuple[str, str]]]
    page: Callable[[str], str]
    versions: Callable[[Iterable[str]], Mapping[str, Version]] = lambda _keys: {}


AGENDA: Registry[AgendaKind] = Registry("bodies.agenda", "What a meeting can be asked to decide on.")


@dataclass(frozen=True)
class Matter:
    """A row of the agenda as a page shows it: who withdrew, who was there for it, whether that is enough."""

    item: AgendaItem
    url: str
    recusals: list[Recusal]
    present: int
    entitled: int
    is_outdated: bool  # the thing was changed since it was put before the meeting

    @property
    def has_quorum(self) -> bool:
        return has_quorum(self.present, self.entitled)


def sitting(on: date, prefix: str = "") -> Q:
    """The members on a day."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": on})
    )


def get_version(kind: str, key: str) -> Version:
    """In which version a thing is now."""
    agenda = AGENDA.get(kind) if kind else None
    return agenda.versions([key]).get(key, UNVERSIONED) if agenda else UNVERSIONED


def has_agreed(kind: str, key: str, version: Version, *, union_id: int, since: date) -> bool:
    """Whether the last that the minutes of a union's meetings since that day say of a thing is 同意, of this
    version of it."""
    rows = AgendaItem.objects.filter(kind=kind, target_id=key, removed_at__isnull=True)
    held = rows.filter(meeting__state=MeetingState.MINUTED, meeting__union=union_id, meeting__on__gte=since)
    last = held.order_by("-meeting__on", "-pk").first()
    return last is not None and last.decision == Decision.AGREED and last.version == version


def list_bodies(user: User) -> QuerySet[Body]:
    """The bodies of the scope that were not closed, in tree order, with the number of members today."""
    rows = Body.objects.visible_to(user).filter(closed_on__isnull=True).select_related("union")
    today = timezone.localdate()
    counted: QuerySet[Body] = rows.annotate(seats=Count("members", filter=sitting(today, "members__")))
    return counted.order_by("union__path", "kind", "name")


def list_members(body: Body) -> list[BodyMember]:
    """Everybody who sat in it, the present ones first, leader before deputies before members."""
    rank = {"leader": 0, "deputy": 1, "member": 2}
    rows = body.members.select_related("user__union")
    return sorted(rows, key=lambda row: (row.until_on is not None, rank[row.part], row.from_on, row.pk))


def list_seatable(body: Body) -> list[User]:
    """Who may sit in it with an account: the people who work at its union."""
    return list(User.objects.working_at(body.union_id).order_by("name", "pk"))


def list_meetings(user: User) -> QuerySet[Meeting]:
    """The meetings of the scope, the newest first, with the number of matters."""
    rows = Meeting.objects.visible_to(user).select_related("body__union", "union")
    live = Q(items__removed_at__isnull=True)
    counted: QuerySet[Meeting] = rows.annotate(matters=Count("items", filter=live))
    return counted.order_by("-on", "-pk")


def list_attendances(meeting: Meeting) -> list[Attendance]:
    """Who was to come, leader before deputies before members."""
    rank = {"leader": 0, "deputy": 1, "member": 2}
    rows = meeting.attendances.select_related("member")
    return sorted(rows, key=lambda row: (rank[row.member.part], row.member.from_on, row.pk))


def list_matters(meeting: Meeting, attendances: list[Attendance]) -> list[Matter]:
    """The agenda, each matter with who was there for it."""
    recusals = Prefetch("recusals", Recusal.objects.select_related("member").order_by("pk"))
    rows = meeting.items.filter(removed_at__isnull=True).prefetch_related(recusals).order_by("position", "pk")
    items = list(rows)
    versions: dict[tuple[str, str], Version] = {}
    for kind, agenda in AGENDA.items():
        keys = [item.target_id for item in items if item.kind == kind]
        versions |= {(kind, key): version for key, version in agenda.versions(keys).items()} if keys else {}
    return [_matter(item, attendances, versions.get((item.kind, item.target_id))) for item in items]


def count_present(attendances: list[Attendance]) -> int:
    return sum(row.presence == Presence.PRESENT for row in attendances)


def list_offers(meeting: Meeting, user: User) -> list[tuple[str, str]]:
    """What waits for this union and is not on this agenda yet: "kind|key" and a line for the choice."""
    taken = set(meeting.items.filter(removed_at__isnull=True).values_list("kind", "target_id"))
    return [
        (f"{kind}|{key}", f"{agenda.label}　{title}")
        for kind, agenda in AGENDA.items()
        for key, title in agenda.waiting(user, meeting.union)
        if (kind, key) not in taken
    ]


def list_unsettled(user: User) -> QuerySet[Meeting]:
    """Meetings of the person's union whose minutes somebody else recorded and that wait to be settled."""
    rows = Meeting.objects.visible_to(user).filter(state=MeetingState.HELD, union=user.union)
    return rows.exclude(held_by=user).select_related("body")


def _matter(item: AgendaItem, attendances: list[Attendance], version: Version | None) -> Matter:
    kind = AGENDA.get(item.kind) if item.kind else None
    recusals = list(item.recusals.all())
    out = {row.member_id for row in recusals}
    entitled = [row for row in attendances if row.member_id not in out]
    page = kind.page(item.target_id) if kind else ""
    is_outdated = version is not None and version != item.version
    return Matter(item, page, recusals, count_present(entitled), len(entitled), is_outdated)
