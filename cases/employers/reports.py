"""What leaves the room as a workbook: employers, yearly figures, and the empty ones to fill in."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.states import EmployerKind
from cases.employers.columns import (
    EMPLOYER_COLUMNS,
    EMPLOYER_SHEET,
    UNION_YEAR_COLUMNS,
    WORKER_COLUMNS,
    YEAR_SHEET,
)
from cases.employers.models import Employer, UnionYear
from cases.employers.selectors.employers import Listed
from cases.employers.selectors.workers import Worker
from cases.employers.states import Standing, Trouble
from hardship.accounts.models import User
from hardship.kernel.columns import Column, values
from hardship.kernel.sheets import SheetHeader, write_sheet
from hardship.kernel.sheets.template import TemplateColumn, TemplatePage, make_template

CHOICES = {
    "kind": EmployerKind.choices,
    "standing": Standing.choices,
    "troubles": Trouble.choices,
}
REQUIRED = ("name", "union", "year", "workers", "members", "women", "migrants", "retirees")
KINDS = {"money": "amount", "date": "date"}  # a template's count is one of persons in a household


def employers_workbook(rows: Iterable[Listed], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; it can be filled in further and imported again."""
    header = SheetHeader(title=_("用人单位台账"), lines=_lines(conditions, by))
    return write_sheet(EMPLOYER_COLUMNS, (values(EMPLOYER_COLUMNS, row) for row in rows), header=header)


def workers_workbook(employer: Employer, rows: Sequence[Worker], *, by: User) -> bytes:
    """The workers on file of one employer."""
    header = SheetHeader(title=_("%(name)s在档职工") % {"name": employer.name}, lines=_lines([], by))
    return write_sheet(WORKER_COLUMNS, (values(WORKER_COLUMNS, row) for row in rows), header=header)


def union_years_workbook(rows: Iterable[UnionYear], *, year: int, by: User) -> bytes:
    """The figures of one year, with their sum."""
    title = _("%(year)s 年工会基数") % {"year": year}
    header = SheetHeader(title=title, lines=_lines([], by))
    return write_sheet(UNION_YEAR_COLUMNS, (values(UNION_YEAR_COLUMNS, row) for row in rows), header=header)


def employer_template() -> bytes:
    """An empty workbook of employers."""
    lines = [
        _("红底的列必填；已有的单位按统一社会信用代码或名称更新，空着的格不改原有内容。"),
        _("不填人数年度的，职工人数算今年的。"),
    ]
    return make_template([TemplatePage(_("用人单位"), lines, [*map(_column, EMPLOYER_SHEET)])])


def union_year_template() -> bytes:
    """An empty workbook of yearly figures."""
    lines = [_("每个工会一行，只填本级的人数；上级的合计由系统相加。")]
    return make_template([TemplatePage(_("工会年度基数"), lines, [*map(_column, YEAR_SHEET)])])


def _column(column: Column) -> TemplateColumn:
    return TemplateColumn(
        label=str(column.label),
        kind=KINDS.get(column.kind, "text"),  # type: ignore[arg-type]
        choices=tuple(str(label) for _key, label in CHOICES.get(column.key, ())),
        is_required=column.key in REQUIRED,
        width=column.width,
    )


def _lines(conditions: Sequence[str], by: User) -> list[str]:
    return [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
        _("导出：%(who)s（%(union)s）　%(at)s")
        % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
