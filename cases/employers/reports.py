"""What leaves the room as a workbook: employers, their workers, yearly figures."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cases.employers.columns import EMPLOYER_COLUMNS, UNION_YEAR_COLUMNS, WORKER_COLUMNS
from cases.employers.models import Employer, UnionYear
from cases.employers.selectors.employers import Listed
from cases.employers.selectors.workers import Worker
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def employers_workbook(rows: Iterable[Listed], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; it can be filled in further and imported again."""
    header = export_header(_("用人单位台账"), by=by, conditions=conditions)
    return write_sheet(EMPLOYER_COLUMNS, (values(EMPLOYER_COLUMNS, row) for row in rows), header=header)


def workers_workbook(employer: Employer, rows: Sequence[Worker], *, by: User) -> bytes:
    """The workers on file of one employer."""
    header = export_header(_("%(name)s在档职工") % {"name": employer.name}, by=by)
    return write_sheet(WORKER_COLUMNS, (values(WORKER_COLUMNS, row) for row in rows), header=header)


def union_years_workbook(rows: Iterable[UnionYear], *, year: int, by: User) -> bytes:
    """The figures of one year, with their sum."""
    title = _("%(year)s 年工会基数") % {"year": year}
    header = export_header(title, by=by)
    return write_sheet(UNION_YEAR_COLUMNS, (values(UNION_YEAR_COLUMNS, row) for row in rows), header=header)
