"""Reads of unions and people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, StandIn, Union, User
from hardship.accounts.models.people import UserQuerySet
from hardship.accounts.states import ANCESTOR_LEVELS, Level, Role
from hardship.kernel.keys import read_key
from hardship.kernel.registry import Registry
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.statements import ObjectStatement, compile_objects

LEVELS = tuple(Level.values)
ROLES = {Part.REVIEW: Role.REVIEWER, Part.DECIDE: Role.APPROVER}  # who plays a part in their union
HELD: Registry[Callable[[User], int]] = Registry(
    "accounts.held", "How much somebody has in their own hand, which does not go along with their post."
)
UNSETTLED: Registry[Callable[[Union], str]] = Registry(
    "accounts.unsettled", "What must be settled before a union is closed: in words, '' for nothing."
)
TO_BE = -1  # the key of a union that is being made
# What statements are compiled with (kernel.statements): the keys of a person, of their union, of another one.
PERSON, UNION, CHOSEN = 9_100_000_000_000_000_001, 9_100_000_000_000_000_002, 9_100_000_000_000_000_031
HOLDER = 9_100_000_000_000_000_041  # whose post a person does


def person_mark(user: object) -> str:
    """Tells one person's pages at one union from all others without saying who or where that is; '' for
    nobody."""
    if not isinstance(user, User):
        return ""
    standing = f" for {user.stand_in.pk}" if user.stand_in else ""
    return salted_hmac("page.person", f"{user.pk} at {user.union_id}{standing}").hexdigest()[:16]


def somebody(
    level: str,
    roles: frozenset[str] = frozenset(),
    parts: frozenset[str] = frozenset(),
    *,
    stands_in: bool = False,
) -> User:
    """A person that statements are compiled with: PERSON in UNION, which is of this level and plays these
    parts, with these roles; one who `stands_in` does so for HOLDER."""
    union = Union(pk=UNION, level=level)
    union.__dict__["parts"] = parts
    person = User(pk=PERSON, union=union)
    person.__dict__["roles"] = roles
    person.__dict__["places"] = {UNION: roles}
    person.stands_for = User(pk=HOLDER, union=union) if stands_in else None
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
    people = User.objects.holding(ROLES[part], union=key).count()
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
    """The people of the user's subtree by union, with their appointments fetched."""
    rows: QuerySet[User] = User.objects.visible_to(user)
    return (
        rows.select_related("union")
        .prefetch_related("appointments__union")
        .order_by("union__path", "username")
    )


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


def count_held(user: User) -> int:
    """How much somebody has in their own hand at whatever union, of every kind."""
    return sum(count(user) for count in HELD)


def acting_as(*roles: str, union: Any) -> UserQuerySet:
    """Those with a working account who hold one of these roles at a union today, or stand in for somebody who
    does. `union` is as in `UserQuerySet.holding`."""
    where = OuterRef(union) if isinstance(union, OuterRef) else union  # one query further in
    today = timezone.localdate()
    posts = Appointment.objects.in_force(today).filter(role__in=roles, union=where)
    rows = StandIn.objects.in_force(today).filter(appointment__role__in=roles, appointment__union=where)
    mine = Exists(posts.filter(user=OuterRef("pk"))) | Exists(rows.filter(user=OuterRef("pk")))
    found: UserQuerySet = User.objects.get_queryset().filter(mine, is_active=True)
    return found


def list_lasting(user: User, union: Union) -> QuerySet[Appointment]:
    """What a person holds at a union today or will hold later, and nobody took back."""
    open_end = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate())
    rows: QuerySet[Appointment] = Appointment.objects.filter(open_end, user=user, union=union)
    return rows.filter(revoked_at__isnull=True).order_by("from_on", "pk")


def list_overlapping(row: Appointment) -> QuerySet[Appointment]:
    """The person's other appointments, at any union, that share a day with this one."""
    later = Q(until_on__isnull=True) | Q(until_on__gte=row.from_on)
    sooner = Q() if row.until_on is None else Q(from_on__lte=row.until_on)
    rows: QuerySet[Appointment] = Appointment.objects.filter(later, sooner, user=row.user_id)
    return rows.filter(revoked_at__isnull=True).exclude(pk=row.pk)


def list_stood_in_for(row: Appointment) -> list[Appointment]:
    """The posts of others that the person of an appointment stands in for in its time."""
    rows = StandIn.objects.filter(user=row.user_id, appointment__revoked_at__isnull=True)
    rows = rows.overlapping(row.from_on, row.until_on)
    return [one.appointment for one in rows.select_related("appointment")]


def list_overlapping_posts(user: User, from_on: date, until_on: date) -> set[tuple[int, str]]:
    """Union and role of whatever a person holds, or does for others, on one of these days."""
    asked = Appointment(user=user, from_on=from_on, until_on=until_on)
    return {(row.union_id, row.role) for row in (*list_overlapping(asked), *list_stood_in_for(asked))}


def list_standing(user: User) -> list[StandIn]:
    """For whom a person may act today, the first to end first."""
    rows = StandIn.objects.filter(user=user.pk).in_force(timezone.localdate())
    return list(with_names(rows).order_by("until_on", "pk"))


def list_own_stand_ins(user: User) -> QuerySet[StandIn]:
    """What a person does for others and others for them, last year's too, the latest first."""
    recent = timezone.localdate() - timedelta(days=365)
    mine = Q(user=user.pk) | Q(appointment__user=user.pk)
    rows: QuerySet[StandIn] = StandIn.objects.filter(mine, until_on__gte=recent)
    return with_names(rows).order_by("-from_on", "-pk")


def list_stand_ins(*, user: User) -> QuerySet[StandIn]:
    """Every stand-in for a post of the user's subtree, the latest first."""
    return with_names(StandIn.objects.visible_to(user)).order_by("-from_on", "-pk")


def with_names(rows: QuerySet[StandIn]) -> QuerySet[StandIn]:
    """With the post, its union, its holder and who stands in, with their homes."""
    return rows.select_related("appointment__union", "appointment__user__union", "user__union")


def list_candidates(post: Appointment, by: User) -> QuerySet[User]:
    """Who could stand in for a post: who works at its union; an administrator chooses of the subtree."""
    colleagues = User.objects.working_at(post.union_id)
    known = User.objects.visible_to(by).filter(is_active=True)
    rows: QuerySet[User] = known if by.has_role(Role.ADMINISTRATOR) else colleagues
    return rows.exclude(pk=post.user_id).order_by("union__path", "name")


def list_appointments(person: User, *, user: User) -> QuerySet[Appointment]:
    """What a person holds, will hold and held at the unions of the user's subtree, the latest first."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user).filter(user=person)
    rows = rows.select_related("union", "appointed_by", "revoked_by", "confirmed_by")
    return rows.order_by("-from_on", "-pk")


def list_all_appointments(*, user: User) -> QuerySet[Appointment]:
    """Every appointment at the unions of the user's subtree, by union and person, the latest first."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user).select_related("user__union", "union")
    return rows.order_by("union__path", "user__username", "-from_on", "-pk")


def list_own_appointments(user: User) -> QuerySet[Appointment]:
    """What a person holds and will hold anywhere, and what ended within the last year."""
    recent = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate() - timedelta(days=365))
    rows: QuerySet[Appointment] = Appointment.objects.filter(recent, user=user, revoked_at__isnull=True)
    return rows.select_related("union").order_by("union__path", "from_on", "pk")


def list_places(user: User) -> list[Union]:
    """The unions at which a person holds a role today, their home first."""
    rows = Union.objects.filter(pk__in=user.places).order_by("path")
    home = User.objects.values_list("union", flat=True).get(pk=user.pk)
    return sorted(rows, key=lambda union: union.pk != home)


def place_of(user: User, mark: str = "") -> Union:
    """Where somebody who signs in begins: at the union for which the page with this mark was made, else at
    home, else at the first union at which they hold a role."""
    places = list_places(user)
    return next((one for one in places if mark and person_mark(user.at(one)) == mark), None) or (
        places[0] if places else user.union
    )


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
