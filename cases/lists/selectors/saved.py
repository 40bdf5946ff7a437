"""The filters of the list of files that a person keeps, and those that their union shares."""

from django.db.models import Q, QuerySet

from cases.lists.models import SavedFilter
from hardship.accounts.models import User

REMOVED_SHOWN = 5


def own_filters(user: User) -> QuerySet[SavedFilter]:
    """What this person keeps, removed ones too, in no order."""
    rows: QuerySet[SavedFilter] = SavedFilter.objects.visible_to(user).filter(owner=user)
    return rows


def list_filters(user: User) -> list[SavedFilter]:
    """The person's own filters in their order, then what colleagues of the same union share by name."""
    rows = SavedFilter.objects.visible_to(user).filter(removed_at__isnull=True)
    rows = rows.filter(Q(owner=user) | Q(is_shared=True, union=user.union_id)).select_related("owner")
    rows = rows.only("name", "query", "position", "is_shared", "is_default", "owner__name")
    return sorted(
        rows.order_by("pk"),
        key=lambda row: (row.owner_id != user.pk, row.position if row.owner_id == user.pk else 0, row.name),
    )


def list_removed(user: User) -> list[SavedFilter]:
    """The last ones that this person removed."""
    return list(own_filters(user).filter(removed_at__isnull=False).order_by("-removed_at")[:REMOVED_SHOWN])
