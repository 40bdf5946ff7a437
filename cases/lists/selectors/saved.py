"""The filters of the list of files that a person keeps, and those that their union shares."""

from functools import lru_cache

from django.db.models import Q, QuerySet

from cases.lists.models import SavedFilter
from cases.lists.states import FILES
from hardship.accounts.models import User
from hardship.accounts.selectors import PERSON, UNION, somebody
from hardship.accounts.states import Level
from hardship.kernel.statements import ObjectStatement, compile_objects

REMOVED_SHOWN = 5


def own_filters(user: User) -> QuerySet[SavedFilter]:
    """What this person keeps, removed ones too, in no order."""
    rows: QuerySet[SavedFilter] = SavedFilter.objects.visible_to(user).filter(owner=user)
    return rows


def list_filters(user: User, shown_in: str | None = FILES) -> list[SavedFilter]:
    """The person's own filters of one list (None: of all) in their order, then what colleagues of the same
    union share by name."""
    kept = _kept(user.union.level).objects(user.union_id, user.pk)
    return sorted(
        (row for row in kept if shown_in in (None, row.shown_in)),
        key=lambda row: (row.owner_id != user.pk, row.position if row.owner_id == user.pk else 0, row.name),
    )


@lru_cache(maxsize=len(Level.values))
def _kept(level: str) -> ObjectStatement[SavedFilter]:
    """What somebody of a union of this level finds above the list; compiled once."""
    rows = SavedFilter.objects.visible_to(somebody(level))
    rows = rows.filter(Q(owner=PERSON) | Q(is_shared=True, union=UNION), removed_at__isnull=True)
    rows = rows.select_related("owner").order_by("pk")
    shown = rows.only("shown_in", "name", "query", "position", "is_shared", "is_default", "owner__name")
    return compile_objects("saved_filters", shown, UNION, PERSON)


def list_removed(user: User) -> list[SavedFilter]:
    """The last ones that this person removed."""
    return list(own_filters(user).filter(removed_at__isnull=False).order_by("-removed_at")[:REMOVED_SHOWN])
