"""Reads of unions and people."""

from django.db.models import Count, Q, QuerySet

from hardship.accounts.models import Union, User


def list_unions(*, user: User) -> QuerySet[Union]:
    """The unions of the user's subtree in tree order, with the number of active people of each."""
    return (
        Union.objects.visible_to(user)
        .select_related("parent")
        .annotate(people=Count("users", filter=Q(users__is_active=True)))
        .order_by("path")
    )


def list_users(*, user: User) -> QuerySet[User]:
    """The people of the user's subtree by union, with their grants fetched."""
    rows: QuerySet[User] = User.objects.visible_to(user)
    return rows.select_related("union").prefetch_related("grants").order_by("union__path", "username")


def find_user(username: str) -> User | None:
    """Whoever tries to log in under this name, for the audit trail; nobody has one with a NUL in it."""
    if "\x00" in username:
        return None
    found: User | None = User.objects.select_related("union").filter(username=username).first()
    return found
