"""What leaves the room as a workbook: employers, their workers, yearly figures."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.columns import EMPLOYER_COLUMNS, UNION_YEAR_COLUMNS, WORKER_COLUMNS
from cases.employers.models import Employer, UnionYear
from cases.employers.selectors.employers import Listed
from cases.employers.selectors.workers import Worker
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


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


def _lines(conditions: Sequence[str], by: User) -> list[str]:
    return [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
        _("导出：%(who)s（%(union)s）　%(at)s")
        % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
