"""A workbook row by row: each goes through the page's form and service.

All or nothing: a workbook with one wrong row writes none, and every wrong cell is told with its line. A blank
cell says nothing: what is on record stays.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.kernel.columns import Column
from hardship.kernel.sheets import CellError, Row, SheetError, read_sheet
from hardship.kernel.sheets.headers import clean_header, normal_header
from hardship.kernel.workflow import Refused

MOST_ROWS = 2000
SEARCHED_ROWS = 10
SEPARATORS = "、，,；;"


class SheetRefused(Refused):
    """A workbook that cannot be read, or a row that is about nobody's union; `field` as of Refused."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, or with a row where no column is named."""

    row: int
    column: str
    message: str


@dataclass
class Outcome:
    """What became of the rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)


class _Undo(Exception):
    """Takes back what the rows before a wrong one wrote."""


@dataclass(frozen=True)
class Line:
    """One row: its number, its cells by the key of their column, the labels of those."""

    number: int
    cells: Mapping[str, Any]
    labels: Mapping[str, str]


def import_rows(content: bytes, columns: Sequence[Column], write: Callable[[Line, Outcome], None]) -> Outcome:
    outcome = Outcome()
    try:
        with transaction.atomic():
            for line in _lines(content, columns):
                _one(line, outcome, write)
            if outcome.problems:
                raise _Undo
    except _Undo:
        return Outcome(problems=outcome.problems)
    return outcome


def _one(line: Line, outcome: Outcome, write: Callable[[Line, Outcome], None]) -> None:
    """A row that is refused leaves nothing behind, and the next one is looked at all the same."""
    broken = _broken(line)
    if broken:
        outcome.problems += broken
        return
    try:
        with transaction.atomic():
            write(line, outcome)
    except Refused as refusal:
        column = line.labels.get(refusal.field or "", "")
        outcome.problems.append(Problem(line.number, column, str(refusal)))


def _broken(line: Line) -> list[Problem]:
    """The cells that show an error, such as #N/A."""
    return [
        Problem(line.number, line.labels[key], value.message)
        for key, value in line.cells.items()
        if isinstance(value, CellError)
    ]


def _lines(content: bytes, columns: Sequence[Column]) -> Iterator[Line]:
    try:
        rows = list(read_sheet(content).rows)
    except SheetError as error:
        raise SheetRefused(str(error), "file") from error
    labels = {column.key: str(column.label) for column in columns}
    place, keys = _header(rows, labels)
    if len(rows) - place > MOST_ROWS:
        raise SheetRefused(_("超过 2,000 行，请分成几个文件导入。"), "file")
    for row in rows[place:]:
        told = {key: _plain(value) for key, value in zip(keys, row.values, strict=False) if key}
        cells = {key: value for key, value in told.items() if value not in (None, "")}
        if cells:
            yield Line(row.number, cells, labels)


def _header(rows: Sequence[Row], labels: Mapping[str, str]) -> tuple[int, list[str]]:
    """How many rows end with the header, and the key of each column, '' for one that is not asked for."""
    known = {normal_header(label): key for key, label in labels.items()}
    for place, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        keys = [known.get(normal_header(clean_header(value)), "") for value in row.values]
        if sum(map(bool, keys)) > 1:
            return place, keys
    wanted = "、".join(list(labels.values())[:3])
    raise SheetRefused(
        _("前 10 行里没有表头，请用模板填写，列名如：%(wanted)s。") % {"wanted": wanted}, "file"
    )


def _plain(value: Any) -> Any:
    """A whole number as one: a workbook keeps all of them with a point. Text without the blanks around it."""
    if isinstance(value, str):
        return value.strip()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def union_of(line: Line, by: User) -> Union:
    """The union of a row, by its code, else by its name; the person's own where neither is written."""
    code, name = (str(line.cells.get(key) or "").strip() for key in ("union_code", "union"))
    if not code and not name:
        return by.union
    mine = Union.objects.visible_to(by).open()
    found = list(mine.filter(code=code) if code else mine.filter(name=name))
    if len(found) == 1:
        return found[0]
    key = "union_code" if code else "union"
    raise SheetRefused(_("本工会及下级没有“%(what)s”，请填工会编码或全称。") % {"what": code or name}, key)


def typed(form: type[forms.Form], line: Line) -> dict[str, Any]:
    """The cells as the form takes them: codes of choices for their labels."""
    found = {}
    for name, one in form.base_fields.items():
        if name in line.cells:
            found[name] = _code(one, line.cells[name])
    return found


def _code(one: forms.Field, value: Any) -> Any:
    choices = {str(label): key for key, label in getattr(one, "choices", ())}
    if isinstance(one, forms.MultipleChoiceField):
        return _codes(choices, str(value or ""))
    if isinstance(one, forms.ChoiceField):
        return choices.get(str(value or "").strip(), value)
    return value


def _codes(choices: Mapping[str, str], text: str) -> list[str]:
    """The codes of several labels in one cell, and what is left over, which the form refuses.

    A label may hold a separator itself.
    """
    found = []
    for label, key in choices.items():
        if label in text:
            found.append(key)
            text = text.replace(label, "")
    rest = text.translate({ord(char): None for char in SEPARATORS}).strip()
    return [*found, rest] if rest else found


def is_good(form: forms.Form, line: Line, outcome: Outcome, names: Sequence[str] | None = None) -> bool:
    """Whether these fields of the form are right, all of them by default; what is wrong is a problem."""
    wrong = {name: errors for name, errors in form.errors.items() if names is None or name in names}
    for name, errors in wrong.items():
        label = line.labels.get(name, "")
        outcome.problems += [Problem(line.number, label, str(error)) for error in errors]
    return not wrong
