"""What goes to another union with a change, what keeps it from going, and who may confirm it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User, people_of
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import ANCESTOR_LEVELS, Level
from hardship.kernel.registry import Registry
from hardship.trees.models import UnionChange, within
from hardship.trees.states import OPEN_STATES, Kind, State

Numbers = Collection[str]
OPEN_CHANGES = "trees.changes"
NOBODY = 0  # a key that no row has


def _free(_rows: QuerySet[Any], _change: UnionChange) -> str:
    return ""


@dataclass(frozen=True)
class Movable:
    """One kind of what goes to another union.

    `rows` is what of it a union has that goes along when the union is merged; `move` takes rows of that to
    another union, inside the caller's transaction, for a change. `blocker` says why rows cannot go there, or
    ''; `target` of the change is None while that union is still to be made. `settles` are keys of
    accounts.UNSETTLED that have nothing to say once these rows are gone. A split takes along what somebody
    chose, as `title` calls it: by ticking it, or by the numbers of which `find` gives the keys.
    """

    label: Any
    order: int
    rows: Callable[[Union], QuerySet[Any]]
    move: Callable[[QuerySet[Any], Union, UnionChange], None]
    blocker: Callable[[QuerySet[Any], UnionChange], str] = _free
    settles: tuple[str, ...] = ()
    title: Callable[[Any], str] | None = None
    find: Callable[[Union, Numbers], Mapping[str, int]] | None = None
    help: Any = ""


MOVABLES: Registry[Movable] = Registry(
    "trees.movables", "What a union has that goes to another one when unions are merged or split."
)


@dataclass(frozen=True)
class Part:
    """How much of one kind goes along, or went; of a split also what was chosen, as it is called."""

    label: Any
    count: int
    names: str = ""


def move_rows(rows: QuerySet[Any], target: Union, _change: UnionChange) -> None:
    """Moves scoped rows that nothing else hangs on; the database keeps their ancestors."""
    rows.update(union=target)


def movables() -> list[tuple[str, Movable]]:
    """What goes along, in the order in which it does."""
    return sorted(MOVABLES.items(), key=lambda pair: pair[1].order)


def rows_of(change: UnionChange, kind: str, movable: Movable) -> QuerySet[Any]:
    """What of one kind goes along: of a merger everything, of a split what was chosen, else nothing."""
    rows = movable.rows(change.union)
    if change.kind == Kind.MERGE:
        return rows
    return rows.filter(pk__in=change.chosen.get(kind, []))


def list_parts(change: UnionChange) -> list[Part]:
    """What goes along by kind, counted today; of one that is done, what went."""
    if change.is_done:
        return [
            Part(one.label, change.moved.get(kind, 0)) for kind, one in movables() if kind in change.moved
        ]
    parts = [_part(change, one, rows_of(change, kind, one)) for kind, one in movables()]
    return [part for part in parts if part.count]


def _part(change: UnionChange, movable: Movable, rows: QuerySet[Any]) -> Part:
    if change.kind != Kind.SPLIT or movable.title is None:
        return Part(movable.label, rows.count())
    names = [movable.title(row) for row in rows]
    return Part(movable.label, len(names), "、".join(names))


def list_obstacles(change: UnionChange) -> list[str]:
    """In words what keeps a change from being done today, a line for each kind; of a merger also what is not
    settled in the union that ends and does not go along."""
    if change.kind not in (Kind.MERGE, Kind.SPLIT):
        return []
    lines = [one.blocker(rows_of(change, kind, one), change) for kind, one in movables()]
    if change.kind == Kind.MERGE:
        settled = {OPEN_CHANGES, *(key for _kind, one in movables() for key in one.settles)}
        lines.append(_said_of(_open_at(change.union).exclude(pk=change.pk)))
        lines += [ask(change.union) for key, ask in UNSETTLED.items() if key not in settled]
    return [part for line in lines for part in line.split("；") if part]


@UNSETTLED.add(OPEN_CHANGES)
def open_changes(union: Union) -> str:
    """Changes of a union, or by which something comes to it, that are planned or confirmed."""
    return _said_of(_open_at(union))


def _open_at(union: Union) -> QuerySet[UnionChange]:
    return UnionChange.objects.filter(Q(union=union) | Q(target=union), state__in=OPEN_STATES)


def _said_of(rows: QuerySet[UnionChange]) -> str:
    names = [
        f"{row.union.name}{row.said}" for row in rows.select_related("union", "target").order_by("on", "pk")
    ]
    words = {"n": len(names), "names": "、".join(names[:5])}
    return _("没有办完的工会变更 %(n)s 项：%(names)s") % words if names else ""


def list_changes(*, user: User) -> QuerySet[UnionChange]:
    """The changes that a person may know, the latest day first."""
    rows = UnionChange.objects.visible_to(user).select_related("union", "target", "made", "planned_by")
    rows = rows.prefetch_related("union__names")
    ordered: QuerySet[UnionChange] = rows.order_by("-on", "-pk")
    return ordered


def list_of_union(union: Union) -> QuerySet[UnionChange]:
    """What became of a union, and what other unions brought to it, the first day first."""
    about = Q(union=union) | Q(target=union) | Q(made=union)
    rows = UnionChange.objects.filter(about).select_related("union", "target", "made", "parent")
    ordered: QuerySet[UnionChange] = rows.order_by("on", "pk")
    return ordered


def list_to_confirm(user: User) -> QuerySet[UnionChange]:
    """What waits for a person to confirm, as `services.decision_blocker` says of one; nothing for whoever
    stands in. By ancestor columns alone: the desk compiles it once for everybody (docs/adr/0018)."""
    rows = UnionChange.objects.filter(state=State.PLANNED).filter(within(user, "union"))
    rows = rows.filter(Q(target__isnull=True) | within(user, "target"))
    rows = rows.exclude(planned_by__in=sorted(people_of(user)))
    if user.stands_for is not None:
        rows = rows.filter(pk=NOBODY)  # not none(): that cannot be compiled
    above = rows.exclude(union=user.union_id, union__parent__isnull=False)
    ordered: QuerySet[UnionChange] = above.select_related("union", "target").order_by("on", "pk")
    return ordered


def list_due(day: date) -> QuerySet[UnionChange]:
    """What was confirmed and is to be done on a day, the first planned first."""
    rows: QuerySet[UnionChange] = UnionChange.objects.filter(state=State.CONFIRMED, on__lte=day)
    return rows.order_by("on", "pk")


def get_open(union: Union) -> UnionChange | None:
    """The change of a union that is under way, if any."""
    found: UnionChange | None = UnionChange.objects.filter(union=union, state__in=OPEN_STATES).first()
    return found


def list_targets(union: Union, kind: str, user: User) -> QuerySet[Union]:
    """The unions of somebody's scope that could take a union over, or stand above it, in tree order."""
    rows = Union.objects.visible_to(user).open().exclude(path__startswith=union.path)
    if kind == Kind.MERGE:
        rows = rows.filter(Q(level=union.level) | Q(children=union))
    else:
        higher = [level for level in ANCESTOR_LEVELS if _rank(level) < _rank(union.level)]
        rows = rows.filter(level__in=higher).exclude(children=union)
    ordered: QuerySet[Union] = rows.order_by("path")
    return ordered


def is_today(change: UnionChange) -> bool:
    """Whether its day has come."""
    return change.on <= timezone.localdate()


def _rank(level: str) -> int:
    return list(Level.values).index(level)
