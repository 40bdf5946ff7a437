"""Reads of people, and whom statements are compiled with."""

from collections.abc import Callable

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from hardship.accounts.models import Union, User
from hardship.accounts.selectors.seconds import list_fellows
from hardship.kernel.registry import Registry

HELD: Registry[Callable[[User], int]] = Registry(
    "accounts.held", "How much somebody has in their own hand, which does not go along with their post."
)
# What statements are compiled with (kernel.statements): the keys of a person, of their union, and of whose
# post they do.
PERSON, UNION, HOLDER = 9_100_000_000_000_000_001, 9_100_000_000_000_000_002, 9_100_000_000_000_000_041


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


def list_users(*, user: User) -> QuerySet[User]:
    """The people of the user's subtree by union, with their appointments fetched."""
    rows: QuerySet[User] = User.objects.visible_to(user)
    return (
        rows.select_related("union")
        .prefetch_related("appointments__union")
        .order_by("union__path", "username")
    )


def count_held(user: User) -> int:
    """How much somebody has in their own hand at whatever union, of every kind."""
    return sum(count(user) for count in HELD)


def list_without_password(*, user: User) -> QuerySet[User]:
    """Those of the user's subtree who were enrolled by a list and cannot log in yet, by union; without fellow
    administrators, who are given a password from above."""
    rows: QuerySet[User] = User.objects.visible_to(user).filter(is_active=True)
    rows = rows.exclude(pk__in=list_fellows(user).values("pk"))
    rows = rows.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rows.order_by("union__path", "username")


def find_user(username: str) -> User | None:
    """Whoever tries to log in under this name, for the audit trail; nobody has one with a NUL in it."""
    if "\x00" in username:
        return None
    found: User | None = User.objects.select_related("union").filter(username=username).first()
    return found
