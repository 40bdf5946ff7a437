"""Reads of unions: the tree, who plays a part in it, what keeps one from being closed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, Union, User
from hardship.accounts.selectors.people import UNION
from hardship.accounts.states import ANCESTOR_LEVELS, Level, Role
from hardship.kernel.keys import read_key
from hardship.kernel.registry import Registry
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.statements import ObjectStatement, compile_objects

LEVELS = tuple(Level.values)
ROLES = {Part.REVIEW: Role.REVIEWER, Part.DECIDE: Role.APPROVER}  # who plays a part in their union
UNSETTLED: Registry[Callable[[Union], str]] = Registry(
    "accounts.unsettled", "What must be settled before a union is closed: in words, '' for nothing."
)
TO_BE = -1  # the key of a union that is being made
CHOSEN = 9_100_000_000_000_000_031  # of another union (kernel.statements)


def competent_union(row: Any, part: str) -> Union:
    """The union that plays a part for a scoped row, or for a union and its own workers (kernel.scope)."""
    return Union.objects.get(pk=competent_id(row, part))


@dataclass(frozen=True)
class Charge:
    """Who plays a part for the workers of a union: `union` (None: the one that is being made) and how many
    people can do it there now."""

    part: Part
    union: Union | None
    people: int


def list_charges(union: Union) -> list[Charge]:
    """Who would review and who would decide the cases of this union's own workers, in this order."""
    return [_charge(union, part) for part in Part]


def union_to_be(parent: Union | None, level: str) -> Union:
    """A union that is not there yet, as it would stand in the tree."""
    above = {f"{name}_id": getattr(parent, f"{name}_id", None) for name in ANCESTOR_LEVELS}
    union = Union(pk=TO_BE, level=level, parent=parent, **above)
    if level in ANCESTOR_LEVELS:
        setattr(union, f"{level}_id", TO_BE)
    return union


def _charge(union: Union, part: Part) -> Charge:
    key = competent_id(union, part)
    if key == TO_BE:
        return Charge(part, None, 0)
    people = User.objects.holding(ROLES[part], union=key).count()
    return Charge(part, Union.objects.get(pk=key), people)


def list_unions(*, user: User) -> QuerySet[Union]:
    """The unions of the user's subtree in tree order, with the number of active people of each."""
    return (
        Union.objects.visible_to(user)
        .select_related("parent")
        .prefetch_related("names")
        .annotate(people=Count("users", filter=Q(users__is_active=True)))
        .order_by("path")
    )


def list_choosable_unions(user: User, chosen: str) -> list[Union]:
    """The unions of the two levels below the user's and the children of the chosen one; none for a
    grassroots user, who has no choice. A province does not get five thousand lines."""
    if user.union.level == Level.GRASSROOTS:
        return []
    return _choosable(user.union.level).objects(user.union_id, read_key(chosen))


def list_own_unions(user: User, chosen: str = "") -> list[Union]:
    """Whom somebody enters something for: their own union, those of the next levels below, and the children
    of the chosen one."""
    return [user.union, *list_choosable_unions(user, chosen)]


@lru_cache(maxsize=len(LEVELS))
def _choosable(level: str) -> ObjectStatement[Union]:
    """The unions below one of a level, and what is near to one of them; compiled once."""
    rank = LEVELS.index(level)
    near = Q(level__in=LEVELS[rank : rank + 3]) | Q(pk=CHOSEN) | Q(parent=CHOSEN)
    below = Union.objects.filter(**{level: UNION}).exclude(pk=UNION).open()
    return compile_objects("choosable_unions", below.filter(near).order_by("path"), UNION, CHOSEN)


def list_names_on(keys: Iterable[int], day: date) -> dict[str, str]:
    """How unions were called on a day, by their keys as text, in tree order."""
    rows = list(Union.objects.filter(pk__in=list(keys)).order_by("path"))
    prefetch_related_objects([union for union in rows if union.named_on], "names")
    return {str(union.pk): union.name_on(day) for union in rows}


def nearest_above(union: Union, *roles: str) -> Union | None:
    """The nearest union above with somebody in office who holds one of these roles."""
    keys = [int(key) for key in union.path.strip("/").split("/")[:-1]]
    rows = Union.objects.filter(Exists(_in_office(*roles)), pk__in=keys)
    return rows.order_by("-path").first()


def without_nearer(rows: QuerySet[Any], union: Union, path: str, *roles: str) -> QuerySet[Any]:
    """Of rows that lie with a union below this one (`path` leads to it) those of which this is the nearest
    union above with somebody in office who holds one of these roles."""
    levels = tuple(ANCESTOR_LEVELS)
    below = levels[levels.index(Level(union.level)) + 1 :] if union.level in levels else ()
    if not below:
        return rows
    between = reduce(or_, (Q(pk=OuterRef(f"{path}__{level}")) for level in below))
    nearer = Union.objects.filter(between, Exists(_in_office(*roles))).exclude(pk=OuterRef(path))
    return rows.exclude(Exists(nearer))


def _in_office(*roles: str) -> QuerySet[Appointment]:
    """Of the union of the outer query who holds one of these roles today."""
    rows: QuerySet[Appointment] = Appointment.objects.in_force(timezone.localdate())
    return rows.filter(union=OuterRef("pk"), role__in=roles, user__is_active=True)


def list_unsettled(union: Union) -> list[str]:
    """What keeps a union from being closed, a line for each kind: unions below it, people, posts, and what
    the rooms above still have there."""
    lines = (*_living(union), *(ask(union) for ask in UNSETTLED))
    return [line for line in lines if line]


def _living(union: Union) -> Iterator[str]:
    """Open unions below, working accounts and posts in force or to come."""
    today = timezone.localdate()
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=today)
    for text, rows in (
        (_("未撤销的下级工会 %(n)s 个"), union.children.open()),
        (_("启用的人员 %(n)s 名"), union.users.filter(is_active=True)),
        (_("在任、将任的岗位 %(n)s 个"), union.appointments.filter(lasting, revoked_at__isnull=True)),
    ):
        count = rows.count()
        yield text % {"n": count} if count else ""
