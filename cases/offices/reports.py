"""The offices as a workbook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.offices.columns import OFFICE_COLUMNS
from cases.offices.models import Office
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def offices_workbook(rows: Iterable[Office], *, by: User) -> bytes:
    """Every column of the open offices."""
    header = export_header(_("帮扶中心、帮扶站名册"), by=by)
    return write_sheet(OFFICE_COLUMNS, (values(OFFICE_COLUMNS, row) for row in rows), header=header)
