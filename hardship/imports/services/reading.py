"""Opens a list: the workbook through kernel.sheets, its header wherever it stands, its rows in parts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from tablib import Dataset

from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS, ListColumn, amounts_of
from hardship.kernel.files import contents_of
from hardship.kernel.sheets.headers import Header, best_header, normal_header
from hardship.kernel.sheets.memory import Choices, Memory, line_of, match_columns
from hardship.kernel.sheets.tables import Table, refused_as
from hardship.kernel.sheets.units import in_units
from hardship.kernel.workflow import Refused

MOST_ROWS = 60_000
FEWEST = 2  # columns that are known make a row the header


class ListRefused(Refused):
    """A list that is not taken in, or a step that may not be taken now."""


@dataclass(frozen=True)
class ListFile(Table):
    """A list that is open."""

    def parts(self, layout: Sequence[ListColumn], size: int) -> Iterator[tuple[list[int], Dataset]]:
        """The rows below the header in parts of this size: their numbers in Excel, and a dataset with the
        columns that the list has. Rows of which none of these holds anything are left out."""
        known = [column for column in layout if column.key in self.fields]
        places = {column.key: self.fields[column.key] for column in known}
        rows = iter(self._rows(places, amounts_of(known)))
        while part := list(islice(rows, size)):
            numbers = [number for number, _cells in part]
            headers = [column.label for column in known]
            yield numbers, Dataset(*(cells for _number, cells in part), headers=headers)

    def _rows(self, places: Mapping[str, int], amounts: Collection[str]) -> Iterator[tuple[int, list[Any]]]:
        units = {key: unit for key, unit in self.units(amounts.__contains__).items() if key in amounts}
        for row in self.below():
            width = len(row.values)
            cells = {key: row.values[place] if place < width else None for key, place in places.items()}
            if any(cell not in (None, "") for cell in cells.values()):
                yield row.number, list(in_units(cells, units).values())


def open_list(
    content: bytes, kind: str, *, memory: Memory | None = None, sheet: str | None = None
) -> ListFile:
    """The worksheet of that name, else the first visible one with a header among the first 30 rows; `memory`
    is what people chose for the same header line before. Raises ListRefused with a sentence."""
    layout = KINDS[kind].resource.layout
    with refused_as(ListRefused):
        file = ListFile.find(content, partial(_find, layout, memory or {}), sheet=sheet, most_rows=MOST_ROWS)
    if file.header_row:
        return file
    wanted = "、".join(column.label for column in layout[:4])
    raise ListRefused(
        _("没有找到表头：前 30 行里要有列名，例如：%(wanted)s。请下载模板，把数据粘贴到模板中再上传。")
        % {"wanted": wanted}
    )


def reopen_list(made: ListImport) -> ListFile:
    """The stored file with the columns as they were chosen. Raises ListRefused with a sentence."""
    content = contents_of(made.file)
    with refused_as(ListRefused):
        return ListFile.reopen(
            content, made.mapping, made.header_row or 0, sheet=made.sheet, most_rows=MOST_ROWS
        )


def _find(
    layout: Sequence[ListColumn], memory: Memory, rows: Sequence[tuple[int, Sequence[Any]]]
) -> Header | None:
    def match(texts: Sequence[str]) -> dict[str, int]:
        return recognise(texts, layout, memory.get(line_of(texts)))

    return best_header(rows, match, fewest=FEWEST)


def recognise(
    headers: Sequence[str], layout: Sequence[ListColumn], chosen: Choices | None = None
) -> dict[str, int]:
    """For each key of the layout the 0-based column that was chosen for it, or whose header says so; the
    first when there are two. Choices by which a required column is lost do not count."""
    words = {normal_header(word): column.key for column in layout for word in (column.label, *column.aliases)}
    own = [words.get(normal_header(header), "") if header else "" for header in headers]
    known = {column.key for column in layout}
    found = match_columns(own, {n: key for n, key in (chosen or {}).items() if not key or key in known})
    plain = match_columns(own, {})
    lost = set(missing_labels(found, layout)) - set(missing_labels(plain, layout))
    return plain if lost else found


def missing_labels(fields: Mapping[str, int], layout: Sequence[ListColumn]) -> list[str]:
    """The columns without which no row can be read."""
    return [column.label for column in layout if column.field.required and column.key not in fields]
