"""Employers and yearly figures out of a workbook: each row goes through the page's form and service.

All or nothing: a workbook with one wrong row writes none, and every wrong cell is told with its line.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.columns import EMPLOYER_SHEET, YEAR_SHEET
from cases.employers.forms import EmployerForm, NewEmployerForm, UnionYearForm
from cases.employers.models import Employer, UnionYear
from cases.employers.selectors.employers import find_named, list_live
from cases.employers.selectors.years import FIGURES
from cases.employers.services import (
    EmployerRefused,
    change_employer,
    note_event,
    note_headcount,
    register_employer,
    save_union_year,
)
from cases.employers.states import EventKind
from hardship.accounts.models import Union, User
from hardship.kernel.columns import Column
from hardship.kernel.sheets import Row, SheetError, read_sheet
from hardship.kernel.sheets.headers import clean_header, normal_header
from hardship.kernel.workflow import Refused

MOST_ROWS = 2000
SEARCHED_ROWS = 10
SEPARATORS = "、，,；;"


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


def import_employers(content: bytes, *, by: User) -> Outcome:
    """Register employers, or correct those that have the code or the name. Raises EmployerRefused for a
    workbook that cannot be read."""
    return _import(content, EMPLOYER_SHEET, lambda row, outcome: _employer(row, outcome, by))


def import_union_years(content: bytes, *, by: User) -> Outcome:
    """Enter yearly figures, or correct those that are there. Raises EmployerRefused as above."""
    return _import(content, YEAR_SHEET, lambda row, outcome: _union_year(row, outcome, by))


@dataclass(frozen=True)
class _Line:
    """One row: its number, its cells by the key of their column, the labels of those."""

    number: int
    cells: Mapping[str, Any]
    labels: Mapping[str, str]


def _import(content: bytes, columns: Sequence[Column], write: Callable[[_Line, Outcome], None]) -> Outcome:
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


def _one(line: _Line, outcome: Outcome, write: Callable[[_Line, Outcome], None]) -> None:
    """A row that is refused leaves nothing behind, and the next one is looked at all the same."""
    try:
        with transaction.atomic():
            write(line, outcome)
    except Refused as refusal:
        column = line.labels.get(refusal.field or "", "")
        outcome.problems.append(Problem(line.number, column, str(refusal)))


def _lines(content: bytes, columns: Sequence[Column]) -> Iterator[_Line]:
    try:
        rows = list(read_sheet(content).rows)
    except SheetError as error:
        raise EmployerRefused(str(error), "file") from error
    labels = {column.key: str(column.label) for column in columns}
    place, keys = _header(rows, labels)
    if len(rows) - place > MOST_ROWS:
        raise EmployerRefused(_("超过 2,000 行，请分成几个文件导入。"), "file")
    for row in rows[place:]:
        cells = {key: _plain(value) for key, value in zip(keys, row.values, strict=False) if key}
        if any(value not in (None, "") for value in cells.values()):
            yield _Line(row.number, cells, labels)


def _header(rows: Sequence[Row], labels: Mapping[str, str]) -> tuple[int, list[str]]:
    """How many rows end with the header, and the key of each column, '' for one that is not asked for."""
    known = {normal_header(label): key for key, label in labels.items()}
    for place, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        keys = [known.get(normal_header(clean_header(value)), "") for value in row.values]
        if sum(map(bool, keys)) > 1:
            return place, keys
    wanted = "、".join(list(labels.values())[:3])
    raise EmployerRefused(
        _("前 10 行里没有表头，请用模板填写，列名如：%(wanted)s。") % {"wanted": wanted}, "file"
    )


def _plain(value: Any) -> Any:
    """A whole number as one: a workbook keeps all of them with a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _employer(line: _Line, outcome: Outcome, by: User) -> None:
    union = _union(line, by)
    employer = _on_record(line, union, by)
    if employer is None:
        form = NewEmployerForm(_data(NewEmployerForm, line) | {"union": str(union.pk)}, unions=[union])
        if _is_good(form, line, outcome):
            standing = {name: form.cleaned_data[name] for name in ("standing", "standing_on")}
            employer = register_employer(union=union, particulars=form.particulars(), by=by, **standing)
            outcome.new += 1
            _headcount(employer, line, by)
        return
    whole = {**_as_typed(employer), **_data(EmployerForm, line)}
    _correct(employer, EmployerForm(whole), line, outcome, by)


def _correct(employer: Employer, form: EmployerForm, line: _Line, outcome: Outcome, by: User) -> None:
    """A row about an employer on record; how it stands, where that is another one, is an event."""
    if not _is_good(form, line, outcome):
        return
    before = employer.changed_at, employer.standing
    change_employer(employer_id=employer.pk, particulars=form.particulars(), by=by)
    state = NewEmployerForm(_data(NewEmployerForm, line), unions=[employer.union])
    state.is_valid()
    standing = state.cleaned_data.get("standing") if line.cells.get("standing") else employer.standing
    if standing != employer.standing:
        on = state.cleaned_data.get("standing_on") or timezone.localdate()
        note_event(employer_id=employer.pk, kind=EventKind.STANDING, on=on, standing=standing or "", by=by)
    _headcount(employer, line, by)
    employer.refresh_from_db()
    if before == (employer.changed_at, employer.standing):
        outcome.same += 1
    else:
        outcome.changed += 1


def _headcount(employer: Employer, line: _Line, by: User) -> None:
    """The headcount of a row is that of the running year."""
    value = line.cells.get("headcount")
    if value in (None, ""):
        return
    year = timezone.localdate().year
    try:
        headcount = forms.IntegerField(min_value=0, max_value=10_000_000).clean(value)
    except forms.ValidationError:
        raise EmployerRefused(_("职工人数请只填整数，例如 320。"), "headcount") from None
    if employer.years.filter(year=year).values_list("headcount", flat=True).first() != headcount:
        note_headcount(employer_id=employer.pk, year=year, headcount=headcount, by=by)


def _on_record(line: _Line, union: Union, by: User) -> Employer | None:
    """The employer that a row is about: by its code, else by its name in the union's area."""
    mine = list_live(by)
    code = str(line.cells.get("uscc") or "").strip().upper()
    found: Employer | None = mine.filter(uscc=code).first() if code else None
    named = find_named(str(line.cells.get("name") or ""), union)
    return found or (mine.filter(pk=named.employer_id).first() if named else None)


def _union_year(line: _Line, outcome: Outcome, by: User) -> None:
    union = _union(line, by)
    form = UnionYearForm(_data(UnionYearForm, line) | {"union": str(union.pk)}, unions=[union])
    if not _is_good(form, line, outcome):
        return
    told = {name: form.cleaned_data[name] for name in ("year", *FIGURES)}
    old = UnionYear.objects.filter(union=union, year=told["year"]).values("year", *FIGURES).first()
    if old == told:
        outcome.same += 1
        return
    save_union_year(union=union, by=by, **told)
    if old:
        outcome.changed += 1
    else:
        outcome.new += 1


def _union(line: _Line, by: User) -> Union:
    """The union of a row, by its code, else by its name; the person's own where neither is written."""
    code, name = (str(line.cells.get(key) or "").strip() for key in ("union_code", "union"))
    if not code and not name:
        return by.union
    mine = Union.objects.visible_to(by).open()
    found = list(mine.filter(code=code) if code else mine.filter(name=name))
    if len(found) == 1:
        return found[0]
    key = "union_code" if code else "union"
    raise EmployerRefused(_("本工会及下级没有“%(what)s”，请填工会编码或全称。") % {"what": code or name}, key)


def _data(form: type[forms.Form], line: _Line) -> dict[str, Any]:
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


def _as_typed(employer: Employer) -> dict[str, Any]:
    """What is on record, for the cells that a workbook does not have."""
    return {name: getattr(employer, name) for name in EmployerForm.base_fields}


def _is_good(form: forms.Form, line: _Line, outcome: Outcome) -> bool:
    for name, errors in form.errors.items():
        label = line.labels.get(name, "")
        outcome.problems += [Problem(line.number, label, str(error)) for error in errors]
    return form.is_valid()
