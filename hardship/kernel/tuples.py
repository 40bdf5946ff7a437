"""A long list read as plain values: what `columns.values` gives for each object, without the objects.

Three objects for each row of a list of files, and a walk along every path, were nine tenths of the time of a
workbook of 100,000 rows. Here a column's path becomes a column of the query, and how its value is shown is
settled once for the whole list.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from hardship.kernel.columns import (
    SECRET_KINDS,
    Cell,
    Column,
    choice_named,
    display,
    labels_of,
    masked,
    own_label_of,
    typed,
)
from hardship.kernel.fields import EncryptedField
from hardship.kernel.hidden import NameField, note

Show = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True)
class Made:
    """A value that no column of the database holds: the fields it is made of, and how."""

    fields: Sequence[str]
    make: Callable[..., Any]


def read_values(
    rows: models.QuerySet[Any],
    columns: Sequence[Column],
    *,
    root: str,
    made: Mapping[str, Made],
    revealed: Collection[str] = (),
    chunk_size: int = 1000,
) -> Iterator[list[Any]]:
    """The typed values of each row, masked as in `columns.values` but for the columns named in `revealed`.

    Paths begin with `root`, the object of the query itself; others name its annotations. `made` has the paths
    that are properties.
    """
    reader = Reader(rows.model, root, made)
    shows = [reader.show(column, reveal=column.key in revealed) for column in columns]
    for row in rows.values_list(*reader.names).iterator(chunk_size=chunk_size):
        yield [show(row) for show in shows]


class Reader:
    """Which columns the query needs (`names`), and how each column of the list comes out of one of its rows.

    Paths begin with `root`, the object of the query itself; others name its annotations. `made` has the paths
    that are properties.
    """

    def __init__(
        self, model: type[models.Model], root: str, made: Mapping[str, Made], names: Iterable[str] = ()
    ) -> None:
        self.model, self.root, self.made = model, f"{root}.", made
        self.names = list(names)

    def cell(self, column: Column) -> Callable[[Sequence[Any]], Cell]:
        """The function that makes the masked cell of this column for a page."""
        show, key, kind = self.show(column, reveal=False), column.key, column.kind
        if kind != "badge":
            return lambda row: Cell(key, kind, value := show(row), display(kind, value))
        place = self._place(column.path.removeprefix(self.root).replace(".", "__"))
        return lambda row: Cell(key, kind, value := show(row), value, row[place] or "")

    def show(self, column: Column, *, reveal: bool) -> Show:
        """The function that takes the value of this column from a row."""
        if column.path in self.made:
            return self._make(self.made[column.path])
        if not column.path.startswith(self.root):
            return itemgetter(self._place(column.path))
        *way, step = column.path.removeprefix(self.root).split(".")
        name = choice_named(step) or step
        owner = self._owner(way)
        field = owner._meta.get_field(name)
        place = self._place("__".join((*way, name)))
        if isinstance(field, EncryptedField):
            return _opened(column, field, place, self._place("__".join((*way, "uid"))), reveal)
        if column.kind == "badge" or name != step:
            own = own_label_of(owner, name)
            own_place = self._place("__".join((*way, own))) if own else None
            return _label(owner, name, place, own_place, is_badge=column.kind == "badge")
        return _plain(column, field, place, reveal)

    def _place(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def _owner(self, way: Sequence[str]) -> type[models.Model]:
        owner = self.model
        for step in way:
            related = owner._meta.get_field(step).related_model
            if not isinstance(related, type):
                raise ValueError(f"{step} leads to no other table")
            owner = related
        return owner

    def _make(self, rule: Made) -> Show:
        places, make = [self._place(name) for name in rule.fields], rule.make
        return lambda row: typed(make(*(row[place] for place in places)))


def _opened(column: Column, field: EncryptedField, place: int, uid: int, reveal: bool) -> Show:
    return lambda row: (
        masked(column, field.open(row[place], row[uid]), reveal=reveal) if row[place] is not None else ""
    )


def _label(
    owner: type[models.Model], name: str, place: int, own_place: int | None, *, is_badge: bool
) -> Show:
    labels = labels_of(owner, name, get_language())

    def show(row: Sequence[Any]) -> Any:
        value = row[place]
        label = labels.get(value, value)
        return (label or "") if is_badge else label

    return show if own_place is None else lambda row: row[own_place] or show(row)


def _name(value: str | None) -> str:
    """A name that a compiled statement gave, which converts nothing."""
    note(value)
    return value or ""


def _plain(column: Column, field: Any, place: int, reveal: bool) -> Show:
    if column.kind in SECRET_KINDS:
        return lambda row: masked(column, row[place], reveal=reveal)
    if isinstance(field, NameField):
        return lambda row: _name(row[place])
    if column.kind == "name":
        return lambda row: row[place] or ""
    if isinstance(field, models.DateTimeField):
        here = timezone.get_current_timezone()

        def moment(row: Sequence[Any]) -> Any:
            local = row[place] and row[place].astimezone(here).replace(tzinfo=None)
            return local.date() if local and column.kind == "date" else local

        return moment
    if isinstance(field, models.BooleanField):
        words = {value: typed(value) for value in (True, False, None)}
        return lambda row: words[row[place]]
    if isinstance(field, models.CharField | models.DecimalField) or type(field) is models.DateField:
        return itemgetter(place)
    return lambda row: typed(row[place])
