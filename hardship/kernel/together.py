"""Records that are looked at together: what one of them asks for is read for all of them, once.

A rule that asks about one record is written once, over a reader of many; of a record by itself it reads that
one. Whoever looks at many, as a decision on five hundred applications does, says so, and each kind of reading
is one query for all instead of one for each:

    def count_rooms(house):
        return read(house, _rooms)[house.pk]

Call `together` where the records were locked: what is read after that stays true until the transaction ends.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)
T = TypeVar("T")
GROUP = "_read_together"


class _Group:
    """Records of one model with what was read of them, by the reader and what it was given."""

    def __init__(self, records: Sequence[Any]) -> None:
        self.records = records
        self.found: dict[Hashable, Any] = {}


def together(records: Iterable[M]) -> list[M]:
    """These are looked at together from now on; nothing that was read of them before counts."""
    rows = list(records)
    group = _Group(rows)
    for row in rows:
        row.__dict__[GROUP] = group
    return rows


def apart(record: Model) -> None:
    """It has changed: what is asked of it from now on is read anew, of it alone."""
    record.__dict__.pop(GROUP, None)


def taken_back(record: Model) -> None:
    """What was done with it was rolled back: what a shared call wrote or locked may have gone with that."""
    group: _Group | None = record.__dict__.get(GROUP)
    if group is not None:
        group.found = {key: found for key, found in group.found.items() if not isinstance(key, tuple)}


def read(record: M, reader: Callable[[Sequence[M]], T]) -> T:
    """What the reader finds of the records that this one is looked at with; it finds something for each."""
    group: _Group | None = record.__dict__.get(GROUP)
    if group is None:
        return reader([record])
    if reader not in group.found:
        group.found[reader] = reader(group.records)
    found: T = group.found[reader]
    return found


def shared(record: Model, call: Callable[..., T], *given: Any) -> T:
    """What a call gives that is the same for all of them, such as the calendar: made once."""
    group: _Group | None = record.__dict__.get(GROUP)
    if group is None:
        return call(*given)
    if (call, given) not in group.found:
        group.found[call, given] = call(*given)
    found: T = group.found[call, given]
    return found
