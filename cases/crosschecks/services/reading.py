"""Opens a list: a workbook or delimited text, its header wherever it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.crosschecks.rules import find_list_header, is_amount
from hardship.kernel.files import contents_of
from hardship.kernel.sheets.memory import Memory
from hardship.kernel.sheets.tables import Table, refused_as
from hardship.kernel.sheets.units import in_units
from hardship.kernel.workflow import Refused

if TYPE_CHECKING:
    from cases.crosschecks.models import CrossCheck


class ListRefused(Refused):
    """A list that is not taken in, or a step that may not be taken now."""


@dataclass(frozen=True)
class ListFile(Table):
    """A list that is open."""

    def cells(self, kind: str) -> Iterator[tuple[int, dict[str, object]]]:
        """Each row below the header: its line number and its cells by key."""
        units = self.units(partial(is_amount, kind))
        for row in self.below():
            width = len(row.values)
            cells = {key: row.values[place] for key, place in self.fields.items() if place < width}
            yield row.number, in_units(cells, units)


def open_list(
    kind: str, content: bytes, *, memory: Memory | None = None, sheet: str | None = None
) -> ListFile:
    """The worksheet of that name with its header, else the first visible one with columns of such a list.
    Raises ListRefused with a sentence."""
    with refused_as(ListRefused):
        file = ListFile.find(content, partial(find_list_header, kind, memory=memory), sheet=sheet)
    if not file.header_row:
        raise ListRefused(_("前 30 行里没有表头，请在数据上面加一行列名后再上传。"))
    return file


def reopen_list(crosscheck: "CrossCheck") -> ListFile:
    """The stored list with the columns as they were chosen. Raises ListRefused with a sentence."""
    if not crosscheck.file:
        raise ListRefused(_("这份名单比对后已按规定删除原文件，请重新上传。"))
    content = contents_of(crosscheck.file)
    with refused_as(ListRefused):
        return ListFile.reopen(content, crosscheck.mapping, crosscheck.header_row, sheet=crosscheck.sheet)
