"""Reads of unions and people."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from hardship.accounts.models import Union, User
from hardship.accounts.states import ANCESTOR_LEVELS, Level, Role
from hardship.kernel.keys import read_key
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.statements import ObjectStatement, compile_objects

LEVELS = tuple(Level.values)
ROLES = {Part.REVIEW: Role.REVIEWER, Part.DECIDE: Role.APPROVER}  # who plays a part in their union
TO_BE = -1  # the key of a union that is being made
# What statements are compiled with (kernel.statements): the keys of a person, of their union, of another one.
PERSON, UNION, CHOSEN = 9_100_000_000_000_000_001, 9_100_000_000_000_000_002, 9_100_000_000_000_000_031


def person_mark(user: object) -> str:
    """Tells one person's pages from another's without saying who that is; '' for nobody."""
    return salted_hmac("page.person", str(user.pk)).hexdigest()[:16] if isinstance(user, User) else ""


def somebody(level: str, roles: frozenset[str] = frozenset(), parts: frozenset[str] = frozenset()) -> User:
    """A person that statements are compiled with: PERSON in UNION, which is of this level and plays these
    parts, with these roles."""
    union = Union(pk=UNION, level=level)
    union.__dict__["parts"] = parts
    person = User(pk=PERSON, union=union)
    person.__dict__["roles"] = roles
    return person


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
    held = Q(grants__role=ROLES[part], grants__revoked_at__isnull=True)
    people = User.objects.filter(held, union=key, is_active=True).count()
    return Charge(part, Union.objects.get(pk=key), people)


def list_unions(*, user: User) -> QuerySet[Union]:
    """The unions of the user's subtree in tree order, with the number of active people of each."""
    return (
        Union.objects.visible_to(user)
        .select_related("parent")
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


def list_users(*, user: User) -> QuerySet[User]:
    """The people of the user's subtree by union, with their grants fetched."""
    rows: QuerySet[User] = User.objects.visible_to(user)
    return rows.select_related("union").prefetch_related("grants").order_by("union__path", "username")


def list_without_password(*, user: User) -> QuerySet[User]:
    """Those of the user's subtree who were enrolled by a list and cannot log in yet, by union."""
    rows: QuerySet[User] = User.objects.visible_to(user).filter(is_active=True)
    rows = rows.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rows.order_by("union__path", "username")


def find_user(username: str) -> User | None:
    """Whoever tries to log in under this name, for the audit trail; nobody has one with a NUL in it."""
    if "\x00" in username:
        return None
    found: User | None = User.objects.select_related("union").filter(username=username).first()
    return found
