"""Opens a roster: the workbook through kernel.sheets, its header wherever it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.rosters.rules.family import Family, FamilySheet, describe_family, read_family
from cases.rosters.rules.headers import FEWEST, find_header
from cases.rosters.rules.layout import FAMILY, OURS, PASSED_OVER
from cases.rosters.rules.rows import LINE, is_blank
from cases.rosters.rules.stamp import STAMP, read_stamp, template_version
from cases.rosters.rules.units import is_amount
from hardship.kernel.documents import mask_id
from hardship.kernel.files import contents_of
from hardship.kernel.sheets import Row
from hardship.kernel.sheets.headers import clean_header, column_letters, normal_header
from hardship.kernel.sheets.memory import Memory
from hardship.kernel.sheets.tables import Table, refused_as
from hardship.kernel.sheets.units import in_units
from hardship.kernel.workflow import Refused

if TYPE_CHECKING:
    from cases.rosters.models import RosterImport

BESIDE = (FAMILY, STAMP)
SAMPLES, LOOKED_AT = 3, 30  # cells of a column, out of so many rows
LONGEST_SAMPLE = 12  # characters
FIGURES = 10  # a number with so many is somebody's: a telephone, a card, an ID number


class RosterRefused(Refused):
    """A roster that is not taken in, or a step that may not be taken now."""


class OldTemplate(RosterRefused):
    """Our own template, of before its columns changed."""


@dataclass(frozen=True)
class RosterFile(Table):
    """A roster that is open, with the second sheet of its members beside it."""

    @property
    def second(self) -> Sequence[Row]:
        return self.beside.get(FAMILY, ()) if self.sheet != FAMILY else ()

    def family(self) -> Family | None:
        """The members of the second sheet; each reading begins with all of them."""
        return read_family([(row.number, row.values) for row in self.second])

    def family_sheet(self) -> FamilySheet | None:
        """What of the second sheet was understood."""
        return describe_family([(row.number, row.values) for row in self.second])

    def cells(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each row below the header: its Excel number and its cells by key, in the order of the columns."""
        places = sorted(self.fields.items(), key=lambda item: item[1])
        label = next((place for place, text in enumerate(self.texts) if _is_line(text)), None)
        units = self.units(is_amount)
        for row in self.below():
            width = len(row.values)
            cells: dict[str, object] = {key: row.values[place] for key, place in places if place < width}
            if label is not None and label < width and _is_words(row.values[label]):
                cells = {LINE: row.values[label], **cells}
            yield row.number, in_units(cells, units) if units else cells


def _is_line(text: str) -> bool:
    """Whether a column holds running numbers."""
    return normal_header(text) in PASSED_OVER and normal_header(text) not in OURS


def _is_words(value: object) -> bool:
    return isinstance(value, str) and not any(char.isdigit() for char in value)


def open_roster(content: bytes, *, memory: Memory | None = None, sheet: str | None = None) -> RosterFile:
    """The sheet of that name, else the first visible one with a header that can be recognised. Raises
    RosterRefused with a sentence."""
    with refused_as(RosterRefused):
        file = RosterFile.find(content, partial(find_header, memory=memory), sheet=sheet, beside=BESIDE)
    _require_current(file)
    if not file.header_row:
        raise RosterRefused(
            _("没有找到表头：前 30 行里认出的列名不到 %(count)d 个。请下载模板，把数据粘贴到模板中再上传。")
            % {"count": FEWEST}
        )
    _require_family(file)
    return file


def reopen_roster(roster: "RosterImport") -> RosterFile:
    """The stored file with the columns as they were chosen. Raises RosterRefused with a sentence."""
    content = contents_of(roster.file)
    with refused_as(RosterRefused):
        return RosterFile.reopen(
            content, roster.mapping, roster.header_row or 0, sheet=roster.sheet, beside=(FAMILY,)
        )


def read_samples(roster: "RosterImport") -> dict[int, list[str]]:
    """For each column (0-based) the first cells that hold something, as a page may show them: numbers of
    persons are masked. Nothing when the file is not readable any more."""
    try:
        file = reopen_roster(roster)
    except RosterRefused:
        return {}
    samples: dict[int, list[str]] = {}
    for row in (row for row in file.rows[: file.header_row + LOOKED_AT] if row.number > file.header_row):
        for place, value in enumerate(row.values):
            found = samples.setdefault(place, [])
            if len(found) < SAMPLES and not is_blank(value):
                found.append(_as_sample(value))
    return samples


def _as_sample(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = f"{value:%Y-%m-%d}" if isinstance(value, date) else clean_header(value)
    if sum(char.isdigit() for char in text) >= FIGURES:
        return mask_id(text)
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def _require_family(file: RosterFile) -> None:
    """Members whose sheet has no header would be passed over without a word."""
    family = file.family_sheet()
    if family is not None and not family.has_header:
        raise RosterRefused(
            _(
                "“%(sheet)s”工作表里没有找到表头：要有“姓名”，和“户主身份证号”或“编号”。请补上表头，或删去这张表。"
            )
            % {"sheet": FAMILY}
        )


def _require_current(file: RosterFile) -> None:
    """A template of ours says of which columns it was made; other people's files say nothing."""
    version = read_stamp([row.values for row in file.beside.get(STAMP, ())])
    if version and version != template_version():
        raise OldTemplate(
            _("这是旧版模板（%(old)s），现在是 %(new)s，列已经变了。请下载新模板，把数据粘贴过去再传。")
            % {"old": version, "new": template_version()}
        )


def cell_name(row: int, place: int) -> str:
    """G44 for row 44 and the seventh column (0-based 6)."""
    return f"{column_letters(place)}{row}"
