"""What leaves the room as a workbook: employers, their workers, yearly figures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.employers.columns import WORKER_COLUMNS
from cases.employers.models import Employer
from cases.employers.selectors.workers import Worker
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def workers_workbook(employer: Employer, rows: Sequence[Worker], *, by: User) -> bytes:
    """The workers on file of one employer."""
    header = export_header(_("%(name)s在档职工") % {"name": employer.name}, by=by)
    return write_sheet(WORKER_COLUMNS, (values(WORKER_COLUMNS, row) for row in rows), header=header)
