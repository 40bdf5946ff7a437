"""Pages of lists: numbered ones, and windows beside a key for lists that are too long to be counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from hardship.kernel.keys import read_key

SIZE = 50
# What says in an address where one is in a list; in another order, and in a workbook, it says nothing.
PLACES = ("page", "after", "before", "n", "last")

M = TypeVar("M", bound=Model)


class Slices(Protocol):
    """Rows that are put together for each slice, and that know how many they are."""

    def count(self) -> int: ...
    def __len__(self) -> int: ...
    def __getitem__(self, wanted: slice) -> Any: ...


@dataclass(frozen=True)
class Links:
    """What the pager shows of a window: the addresses of the pages on either side, '' where there is none,
    the number of rows if it is known (`is_capped` when there are more than that), and where one is."""

    previous_url: str = ""
    next_url: str = ""
    total: int | None = None
    is_capped: bool = False
    place: str = ""


@dataclass(frozen=True)
class Window(Generic[M]):
    """Rows, the newest first; `before` and `after` are the keys that the pages on either side lie beside, 0
    where there is no such page."""

    rows: list[M]
    before: int = 0
    after: int = 0

    def links(self, address: Callable[..., str]) -> Links:
        """For the pager; `address(after=7)` is the address of the same list with this parameter."""
        return Links(
            previous_url=address(before=self.before) if self.before else "",
            next_url=address(after=self.after) if self.after else "",
        )

    def numbered_links(
        self,
        address: Callable[..., str],
        query: Mapping[str, str],
        *,
        total: int,
        is_capped: bool = False,
        size: int = SIZE,
    ) -> Links:
        """The same with the number of the page, which travels in the address as `n`; of a list that was not
        counted to its end (`is_capped`) nobody knows how many pages it has."""
        number = max(2, read_key(query.get("n", ""))) if self.before else 1

        def beside(**place: int) -> str:
            return address(n=number + 1 if "after" in place else max(number - 1, 1), **place)

        words = _("第 %(n)s 页") if is_capped else _("第 %(n)s / %(all)s 页")
        place = words % {"n": number, "all": max(-(-total // size), 1)}
        return replace(self.links(beside), total=total, is_capped=is_capped, place=place)


def numbered(
    rows: "QuerySet[M] | Sequence[Any] | Slices",
    query: Mapping[str, str],
    *,
    size: int = SIZE,
    name: str = "page",
    count: int | None = None,
) -> Page[Any]:
    """The page whose number stands in `query` under this name: the first for what is no number, the last for
    one that is too high. `count` is the number of rows, where it is known already."""
    paginator: Paginator[Any] = Paginator(rows, size)  # type: ignore[arg-type]
    if count is not None:
        paginator.count = count
    return paginator.get_page(query.get(name))


def window(rows: "QuerySet[M]", query: Mapping[str, str], *, key: str = "pk", size: int = SIZE) -> Window[M]:
    """The rows just after the key that stands in `query` as `after`, or just before its `before`; else the
    newest. One statement, which costs the same at the end of a million rows as at their beginning."""
    before, after = (read_key(query.get(side, "")) for side in ("before", "after"))
    if before:
        found = list(rows.filter(**{f"{key}__gt": before}).order_by(key)[: size + 1])
        page, has_previous, has_next = found[:size][::-1], len(found) > size, True
    else:
        older = rows.filter(**{f"{key}__lt": after}) if after else rows
        found = list(older.order_by(f"-{key}")[: size + 1])
        page, has_previous, has_next = found[:size], bool(after), len(found) > size
    if not page:
        return Window([])
    first, last = getattr(page[0], key), getattr(page[-1], key)
    return Window(page, first if has_previous else 0, last if has_next else 0)
