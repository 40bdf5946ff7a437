"""Query sets that are compiled to SQL once and asked many times with other values (docs/adr/0018).

To build and compile a query set takes Python ten times as long as PostgreSQL needs for a small one. A
statement that every page asks is therefore compiled once, with stand-ins where the values of a request go,
and prepared once in each connection, so that PostgreSQL need not parse and plan it again either:

    rows = Session.objects.filter(session_key=KEY).values_list("user")
    statement = compile_statement("session", lambda: rows, KEY)
    statement.rows(key)

A stand-in is an ordinary value of its type which no row ever has. It must reach the SQL as it is: what is
made of it in Python (`day + timedelta(1)`, f"{text}%") would be compiled in, so `compile_statement` refuses a
statement that lacks one of its stand-ins, and whoever compiles tests that both ways give the same rows.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import BigIntegerField, BinaryField, BooleanField, Func, QuerySet, TextField, Value
from django.db.models.query import get_related_populators
from psycopg import sql

StandIn = int | str | date | datetime | list[int] | list[str] | list[bytes]
Key = TypeVar("Key", int, str)
Row = TypeVar("Row")
M = TypeVar("M", bound=models.Model)
PERCENT = "\0"  # no SQL text holds it
MAX_KEY = models.BigIntegerField.MAX_BIGINT
# The names of the statements that are prepared in each open connection.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Statement:
    """SQL text with $1, $2 … for as many values; `name` is that of the prepared statement."""

    name: str
    text: str
    values: int

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, in the order of the stand-ins, as the database driver gives them."""
        [found] = rows_together((self, values))
        return found

    @property
    def call(self) -> str:
        return f"EXECUTE {self.name} ({', '.join(['%s'] * self.values)})"

    def prepare(self) -> None:
        """PREPARE outlives the transaction in which it is done, a failed one too."""
        opened = connection.connection
        names = _prepared.setdefault(opened, set())
        if self.name not in names:
            opened.cursor().execute(f"PREPARE {self.name} AS {self.text}")
            names.add(self.name)


def rows_together(*asked: tuple[Statement, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several statements, each with its values, in one journey to the database and back."""
    for statement, values in asked:
        if len(values) != statement.values:
            raise ValueError(f"the statement takes {statement.values} values, not {len(values)}")
    with connection.cursor() as cursor:
        for statement, _values in asked:
            statement.prepare()
        cursor.execute(
            "; ".join(statement.call for statement, _values in asked),
            [value for _statement, values in asked for value in values],
        )
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found


@dataclass(frozen=True)
class ObjectStatement(Generic[M]):
    """A statement whose rows are objects, with those of `select_related` and with annotations."""

    statement: Statement
    compiler: Any

    def objects(self, *values: Any) -> list[M]:
        """The objects for these values; none for a number that no key can be, as an address may hold it."""
        if any(isinstance(value, int) and value > MAX_KEY for value in values):
            return []
        return self.made(self.statement.rows(*values))

    def made(self, rows: list[tuple[Any, ...]]) -> list[M]:
        """The objects of rows of the statement, as a query set makes them (ModelIterable of Django)."""
        made = self.compiler.klass_info
        first, last = made["select_fields"][0], made["select_fields"][-1] + 1
        names, populators, converters = self._reading
        found = []
        for row in self.compiler.apply_converters(rows, converters):
            one = made["model"].from_db("default", names, row[first:last])
            for populator in populators:
                populator.populate(row, one)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            found.append(one)
        return found

    @cached_property
    def _reading(self) -> tuple[list[str], list[Any], Any]:
        """The names of the columns, what makes related objects, what converts values: kept, as to find it
        takes longer than to read a few rows."""
        made, select = self.compiler.klass_info, self.compiler.select
        names = [select[place][0].target.attname for place in made["select_fields"]]
        related = get_related_populators(made, select, "default")  # type: ignore[call-arg]  # stubs of Django 6
        return names, related, self.compiler.get_converters([column[0] for column in select])


def compile_objects(label: str, rows: QuerySet[M], *stand_ins: StandIn) -> ObjectStatement[M]:
    """A query set that was built with these stand-ins, to be asked for objects with other values; raises
    ValueError for one that fetches more objects by queries of their own (`prefetch_related`)."""
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # no public name
        raise ValueError(f"{label} fetches {rows._prefetch_related_lookups} by queries of their own")  # type: ignore[attr-defined]
    compiler = rows.query.get_compiler("default")
    text, parameters = compiler.as_sql()
    return ObjectStatement(compile_sql(label, text, parameters, *stand_ins), compiler)


def used_in(rows: QuerySet[Any, Any], *stand_ins: StandIn) -> tuple[StandIn, ...]:
    """Those of the stand-ins that the query set asks for."""
    _text, parameters = rows.query.sql_with_params()
    return tuple(stand_in for stand_in in stand_ins if stand_in in parameters)


def compile_statement(label: str, build: Callable[[], QuerySet[Any, Any]], *stand_ins: StandIn) -> Statement:
    """The statement of a query set that was built with these stand-ins; its name begins with the label.

    Raises ValueError when one of them is missing among its parameters, or is only a part of one.
    """
    return compile_sql(label, *build().query.sql_with_params(), *stand_ins)


def compile_sql(label: str, text: str, parameters: Iterable[Any], *stand_ins: StandIn) -> Statement:
    """The same of SQL that is put together out of query sets, with `%s` for each parameter."""
    found: list[StandIn] = []
    parts = []
    for value in parameters:
        if isinstance(value, int | str | date | list) and value in stand_ins:
            found.append(value)
            parts.append(f"${stand_ins.index(value) + 1}")
        elif any(str(stand_in) in str(value) for stand_in in stand_ins):
            raise ValueError(f"the statement has a stand-in inside the parameter {value}")
        else:
            parts.append(sql.Literal(value).as_string())
    lacking = [stand_in for stand_in in stand_ins if stand_in not in found]
    if lacking:
        raise ValueError(f"the statement does not ask for {lacking}")
    first, *others = (piece.replace(PERCENT, "%") for piece in text.replace("%%", PERCENT).split("%s"))
    whole = first + "".join(map("".join, zip(parts, others, strict=True)))
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Statement(f"{label}_{digest[:16]}", whole, len(stand_ins))


class IsAnyOf(Func):
    """`column = ANY(array)`: a condition on keys that travel as one value."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()

    def __init__(
        self, column: str, keys: Collection[Any], kind: "models.Field[Any, Any] | None" = None
    ) -> None:
        values = list(keys)
        if kind is None:
            kind = TextField() if values and isinstance(values[0], str) else BigIntegerField()
        super().__init__(column, Value(values, output_field=ArrayField(kind)))


class PlainBytes(BinaryField):  # type: ignore[type-arg]  # Django has no arguments for it when it runs
    """Bytes as they are, so that a stand-in reaches the SQL: Django wraps them."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value


BYTES = PlainBytes()  # `IsAnyOf("id_number_index", indexes, BYTES)`


@dataclass(frozen=True)
class RowsOf(Generic[Key, Row]):
    """The rows of a query that belong to some keys, each as `make` takes its `columns`; compiled once.

    The keys travel as one array: written out one by one, a thousand of them took Django and the driver longer
    than PostgreSQL takes for the answer. Values come as the driver gives them: columns that Django converts
    (JSON, encrypted numbers) do not belong here.
    """

    name: str
    make: Callable[..., Row]
    query: "Callable[[], QuerySet[Any]]"
    columns: tuple[str, ...]
    key: str  # the column
    stand_in: Key

    def of(self, keys: Iterable[Key]) -> list[Row]:
        """In the order of the query."""
        return self.made(self.statement.rows(list(keys)))

    def made(self, rows: Iterable[tuple[Any, ...]]) -> list[Row]:
        return [self.make(*row) for row in rows]

    @cached_property
    def statement(self) -> Statement:
        keys: Any = [self.stand_in]
        rows = lambda: self.query().filter(IsAnyOf(self.key, keys)).values_list(*self.columns)  # noqa: E731
        return compile_statement(self.name, rows, keys)


def read_together(keys: Iterable[Key], *kinds: RowsOf[Key, Any]) -> list[list[Any]]:
    """Of each kind the rows that belong to the keys, in one journey to the database and back."""
    value = [list(keys)]
    found = rows_together(*((kind.statement, value) for kind in kinds))
    return [kind.made(rows) for kind, rows in zip(kinds, found, strict=True)]
