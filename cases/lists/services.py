"""Saved filters of the list of files: keep, change, order, remove and bring back; each person their own."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.lists.models import SavedFilter
from cases.lists.selectors.saved import own_filters
from cases.lists.states import FILES
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.workflow import Refused

MOST = 30
LONGEST = 500  # what the column holds


class FilterRefused(Refused):
    """What was asked for cannot be done; the message says what to do instead."""


@transaction.atomic
def save_filter(*, name: str, query: str, is_shared: bool, by: User, shown_in: str = FILES) -> SavedFilter:
    """Keep these conditions under a name. What was searched for is left out: it may be a person's name.

    Raises FilterRefused when the name is taken, nothing is narrowed or there are too many.
    """
    live = _live(by)
    kept = urlencode([pair for pair in parse_qsl(query) if pair[0] != "q"])
    if not kept:
        raise FilterRefused(_("现在没有筛选条件。请先筛选，再保存。"))
    if len(kept) > LONGEST:
        raise FilterRefused(_("条件太多，无法保存。请去掉几个条件。"))
    if len(live) >= MOST:
        raise FilterRefused(_("常用筛选最多 %(most)s 个，请先删除不用的。") % {"most": MOST})
    _refuse_taken(live, name)
    last = own_filters(by).aggregate(last=Max("position"))["last"]
    row: SavedFilter = SavedFilter.objects.create(
        union=by.union, owner=by, shown_in=shown_in, name=name, query=kept, is_shared=is_shared,
        position=(last or 0) + 1, created_by=by,
    )  # fmt: skip
    audit.record("filter.save", target=row, by=by)
    return row


@transaction.atomic
def change_filter(*, pk: int, name: str, is_shared: bool, by: User) -> SavedFilter:
    """Another name, shared with the union or not. Raises SavedFilter.DoesNotExist, FilterRefused."""
    live = _live(by)
    row = _pick(live, pk)
    _refuse_taken([other for other in live if other.pk != pk], name)
    row.name, row.is_shared = name, is_shared
    row.save(update_fields=["name", "is_shared"])
    audit.record("filter.change", target=row, by=by)
    return row


@transaction.atomic
def set_default(*, pk: int, on: bool, by: User) -> SavedFilter:
    """What the person's list of files opens with; the one before it is let go.

    Raises FilterRefused for one of another list.
    """
    live = _live(by)
    row = _pick(live, pk)
    if row.shown_in != FILES:
        raise FilterRefused(_("只有档案列表可以设默认的常用筛选。"))
    own_filters(by).filter(is_default=True).update(is_default=False)
    row.is_default = on
    row.save(update_fields=["is_default"])
    audit.record("filter.default", target=row, by=by)
    return row


@transaction.atomic
def move_filter(*, pk: int, up: bool, by: User) -> SavedFilter:
    """One place up or down among the person's own."""
    live = _live(by)
    row = _pick(live, pk)
    place = live.index(row)
    target = max(0, place - 1) if up else min(len(live) - 1, place + 1)
    live.insert(target, live.pop(place))
    for position, other in enumerate(live, start=1):
        other.position = position
    SavedFilter.objects.bulk_update(live, ["position"])
    audit.record("filter.move", target=row, by=by)
    return row


@transaction.atomic
def remove_filter(*, pk: int, by: User) -> SavedFilter:
    """Out of the list; it can be brought back."""
    row = _pick(_live(by), pk)
    row.removed_at, row.removed_by, row.is_default = timezone.now(), by, False
    row.save(update_fields=["removed_at", "removed_by", "is_default"])
    audit.record("filter.remove", target=row, by=by)
    return row


@transaction.atomic
def restore_filter(*, pk: int, by: User) -> SavedFilter:
    """Bring a removed one back to its place. Raises FilterRefused when its name is taken meanwhile."""
    live = _live(by)
    row = own_filters(by).filter(removed_at__isnull=False).get(pk=pk)
    _refuse_taken(live, row.name)
    row.removed_at = row.removed_by = None
    row.save(update_fields=["removed_at", "removed_by"])
    audit.record("filter.restore", target=row, by=by)
    return row


def _live(user: User) -> list[SavedFilter]:
    """The person's filters in order; their account is locked, so that two of their windows take turns."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    return list(own_filters(user).filter(removed_at__isnull=True).order_by(F("position"), "pk"))


def _pick(rows: list[SavedFilter], pk: int) -> SavedFilter:
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise SavedFilter.DoesNotExist
    return found


def _refuse_taken(rows: list[SavedFilter], name: str) -> None:
    if any(row.name == name for row in rows):
        raise FilterRefused(_("您已有名为“%(name)s”的常用筛选，请换一个名称。") % {"name": name})
