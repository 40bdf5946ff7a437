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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from psycopg import sql

M = TypeVar("M", bound=models.Model)
StandIn = int | str | datetime
PERCENT = "\0"  # no SQL text holds it
# The names of the statements that are prepared in each open connection.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@models.BigAutoField.register_lookup
class AnyOf(models.Lookup):
    """`pk__any="{1,2,3}"`: as `pk__in`, with one parameter for however many keys; see `as_array`."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY (%s::bigint[])", [*parameters, self.rhs]


def as_array(keys: Iterable[int]) -> str:
    """Keys as PostgreSQL reads an array of them."""
    return "{" + ",".join(map(str, keys)) + "}"


@dataclass(frozen=True)
class Statement:
    """SQL text with $1, $2 … for as many values; `name` is that of the prepared statement."""

    name: str
    text: str
    values: int

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, in the order of the stand-ins, as the database driver gives them."""
        if len(values) != self.values:
            raise ValueError(f"the statement takes {self.values} values, not {len(values)}")
        with connection.cursor() as cursor:
            self._prepare()
            cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * self.values)})", values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _prepare(self) -> None:
        """PREPARE outlives the transaction in which it is done, a failed one too."""
        opened = connection.connection
        names = _prepared.setdefault(opened, set())
        if self.name not in names:
            opened.cursor().execute(f"PREPARE {self.name} AS {self.text}")
            names.add(self.name)


@dataclass(frozen=True)
class ObjectStatement(Generic[M]):
    """A statement whose rows are objects, with those of `select_related` and with annotations."""

    statement: Statement
    compiler: Any

    def objects(self, *values: Any) -> list[M]:
        """The objects for these values, made as by a query set (django.db.models.query.ModelIterable)."""
        made, select = self.compiler.klass_info, self.compiler.select
        first, last = made["select_fields"][0], made["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[first:last]]
        related = get_related_populators(made, select, "default")  # type: ignore[call-arg]  # stubs of Django 6
        found = []
        for row in self.compiler.results_iter([self.statement.rows(*values)]):
            one = made["model"].from_db("default", names, row[first:last])
            for populator in related:
                populator.populate(row, one)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            found.append(one)
        return found


def compile_objects(label: str, rows: QuerySet[M], *stand_ins: StandIn) -> ObjectStatement[M]:
    """A query set that was built with these stand-ins, to be asked for objects with other values."""
    compiler = rows.query.get_compiler("default")
    text, parameters = compiler.as_sql()
    return ObjectStatement(compile_sql(label, text, parameters, *stand_ins), compiler)


def compile_statement(label: str, build: Callable[[], QuerySet[Any, Any]], *stand_ins: StandIn) -> Statement:
    """The statement of a query set that was built with these stand-ins; its name begins with the label.

    Raises ValueError when one of them is missing among its parameters, or is only a part of one.
    """
    return compile_sql(label, *build().query.sql_with_params(), *stand_ins)


def compile_sql(label: str, text: str, parameters: Iterable[Any], *stand_ins: StandIn) -> Statement:
    """The same of SQL that is put together out of query sets, with `%s` for each parameter."""
    found: set[StandIn] = set()
    parts = []
    for value in parameters:
        if isinstance(value, StandIn) and value in stand_ins:
            found.add(value)
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
