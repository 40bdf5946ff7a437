"""Lists that are sorted by a click on a heading: the address says by what, `sort=amount` or `-amount`.

A column sorts by the field that its path leads to, so nothing has to be declared twice: names by pinyin,
choices in the order in which they are declared, everything else as the database compares it. Free text does
not sort, nor does what is encrypted or worked out for each row; `Column.sorts` leads to another field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.db.models import Case, F, Field, IntegerField, Model, QuerySet, Value, When

from hardship.kernel.columns import Column, choice_named, resolve
from hardship.kernel.fields import EncryptedField
from hardship.kernel.pages import PLACES, SIZE, numbered

# To sort, the database reads every row of a list, 20,000 in a tenth of a second; a longer one is narrowed.
MOST_SORTED = 20_000
FALLING_FIRST = ("date", "datetime", "money", "number", "count")  # one looks for the latest and the most
UNSORTED = ("text", "boolean", "id_number", "bank_card", "phone")


@dataclass(frozen=True)
class Sorting:
    """How the `query` of an address sorts these `rows`, which read by these columns."""

    columns: Sequence[Column]
    query: Mapping[str, Any]
    rows: Any

    @property
    def asked(self) -> str:
        """The key of a column, with "-" before it for falling; '' for the order that the list has itself."""
        return str(self.query.get("sort", "")) if self._column else ""

    @property
    def _column(self) -> Column | None:
        key = str(self.query.get("sort", "")).removeprefix("-")
        return next((column for column in self.columns if column.key == key and self.sorts(column)), None)

    def sorts(self, column: Column) -> bool:
        """Whether the rows can be sorted by this column."""
        if isinstance(self.rows, QuerySet):
            return _order(self.rows, column) is not None
        return isinstance(self.rows, list | tuple) and bool(column.path) and column.kind not in UNSORTED

    def sort(self) -> Any:
        """The rows in the order that was asked for; those without a value are the last both ways, and those
        that are equal stay in the order of the list."""
        column, falls = self._column, self.asked.startswith("-")
        if column is None:
            return self.rows
        if not isinstance(self.rows, QuerySet):
            return _sorted(self.rows, column, falls=falls)
        by = _order(self.rows, column) or F("pk")
        order = by.desc(nulls_last=True) if falls else by.asc(nulls_last=True)
        return self.rows.order_by(order, *self.rows.query.order_by, "pk")

    def url(self, column: Column) -> str:
        """What sorts by this column: the first click one way, the second the other; '' where it does not."""
        if not self.sorts(column):
            return ""
        up, down = column.key, f"-{column.key}"
        first, second = (down, up) if column.kind in FALLING_FIRST else (up, down)
        kept = {name: value for name, value in self.query.items() if name not in (*PLACES, "sort") and value}
        return f"?{urlencode({**kept, 'sort': second if self.asked == first else first})}"

    def direction(self, column: Column) -> str:
        """What a reader of the screen is told: ascending, descending or ''."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.asked, "")


def sorted_page(
    rows: Any,
    query: Mapping[str, str],
    columns: Sequence[Column],
    *,
    size: int = SIZE,
    count: int | None = None,
) -> tuple[Page[Any], Sorting | None]:
    """The page of these rows that `query` names, in the order that it names, and what the headings need for
    it: None of a list that is too long to be sorted."""
    number = rows.count() if count is None and isinstance(rows, QuerySet) else count
    number = len(rows) if number is None else number
    sorting = Sorting(columns, query, rows) if number <= MOST_SORTED else None
    return numbered(sorting.sort() if sorting else rows, query, size=size, count=number), sorting


def _order(rows: "QuerySet[Any]", column: Column) -> Case | F | None:
    """By what the database sorts for this column; None where that is nothing it keeps."""
    path = column.sorts or column.path
    if path in rows.query.annotations:
        return F(path)
    found = _field(rows.model, path)
    if found is None or isinstance(found[1], EncryptedField):
        return None
    place, field = found
    if field.choices:
        whens = (When(**{place: value}, then=Value(n)) for n, (value, _label) in enumerate(field.flatchoices))
        return Case(*whens, output_field=IntegerField())
    return F(place) if column.sorts or column.kind not in UNSORTED else None


def _field(model: type[Model], path: str) -> "tuple[str, Field[Any, Any]] | None":
    """The field at the end of a path of a column, and its name for a query set."""
    *way, last = path.split(".")
    try:
        for step in way:
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        field = model._meta.get_field(_pinyin(model, choice_named(last) or last))
    except (FieldDoesNotExist, AttributeError):
        return None
    place = "__".join([*way, field.name])
    return (place, field) if isinstance(field, Field) and not field.is_relation else None


def _pinyin(model: type[Model], name: str) -> str:
    names = {field.name for field in model._meta.fields}
    return f"{name}_pinyin" if f"{name}_pinyin" in names else name


def _sorted(rows: Sequence[Any], column: Column, *, falls: bool) -> list[Any]:
    keyed = [(resolve(row, column.sorts or column.path), row) for row in rows]
    with_value = [pair for pair in keyed if pair[0] not in (None, "")]
    ordered = sorted(with_value, key=lambda pair: pair[0], reverse=falls)
    return [row for _value, row in [*ordered, *(pair for pair in keyed if pair[0] in (None, ""))]]
