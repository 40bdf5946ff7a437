"""What an audit package is made of: each room hands in its parts, as files that are the same every time."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.kernel.columns import Column, values
from hardship.kernel.registry import Registry
from hardship.kernel.sheets import SheetHeader, write_rows
from hardship.packages.models import AuditPackage

AT_ONCE = 1 << 18  # bytes
IN_MEMORY = 1 << 22  # bytes of a workbook before it goes to the disk
ROWS = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that a spreadsheet would take for one


@dataclass(frozen=True)
class Scope:
    """Of what a package is: the books and business of a union with those below it, from one day to another,
    both of them in it; how many dossiers are drawn, by which seed; for whom."""

    union: Union
    since: date
    until: date
    drawn: int
    seed: int
    by: User

    @property
    def unions(self) -> QuerySet[Union]:
        return Union.objects.filter(path__startswith=self.union.path).order_by("path")

    @property
    def words(self) -> str:
        return f"{self.union.name} {self.since:%Y-%m-%d} — {self.until:%Y-%m-%d}"

    def header(self, title: str) -> SheetHeader:
        """What stands above a table: of what it is, never when it was made, so that it can be made again."""
        return SheetHeader(title=title, lines=[_("审计包：%(what)s") % {"what": self.words}])


@dataclass(frozen=True)
class Piece:
    """One file: its path in the package, what it is, its bytes."""

    name: str
    title: str
    content: Iterable[bytes]


Part = Callable[[Scope], Iterable[Piece]]
PARTS: Registry[Part] = Registry(
    "packages.parts", "The files that a room puts into an audit package: the same bytes for the same data."
)


def list_packages(*, user: User) -> QuerySet[AuditPackage]:
    """Those of the person's scope, the newest first."""
    rows: QuerySet[AuditPackage] = AuditPackage.objects.visible_to(user)
    return rows.select_related("union", "made_by", "made_for").order_by("-pk")


def find_package(sha256: str, *, user: User) -> AuditPackage | None:
    """The package of the person's scope that has this code."""
    return list_packages(user=user).filter(sha256=sha256).first()


def table(name: str, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Piece:
    """A table for programs: CSV in UTF-8 with its heads, plain figures, days as YYYY-MM-DD."""
    return Piece(f"{name}.csv", title, _csv(heads, rows))


def roster(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Any], scope: Scope,
    totals: Sequence[str] = (),
) -> Iterator[Piece]:  # fmt: skip
    """A list for people: a workbook with its totals, and the same rows as CSV; numbers of persons masked."""
    shown = [column for column in columns if column.path]
    made = [values(shown, row) for row in rows]
    with SpooledTemporaryFile(IN_MEMORY) as out:
        write_rows(out, shown, made, header=scope.header(title), totals=totals)
        out.seek(0)
        yield Piece(f"{name}.xlsx", title, iter(lambda: out.read(AT_ONCE), b""))
    yield table(name, title, [column.key for column in shown], made)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    out = io.StringIO()
    write = csv.writer(out).writerow
    out.write("\ufeff")  # Excel takes it for something else otherwise
    write(heads)
    for number, row in enumerate(rows, 1):
        write([_plain(value) for value in row])
        if number % ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M:%S}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
