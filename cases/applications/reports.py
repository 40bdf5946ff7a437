"""What leaves the list of applications as a file."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.columns import COLUMNS
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def applications_workbook(rows: Any, *, conditions: Sequence[str], by: User) -> bytes:
    """These applications with every column; amounts are numbers and add up in the last row.

    `conditions` are the words of what narrowed the list. It holds names, but no number of a person.
    """
    header = export_header(_("帮扶申请"), by=by, conditions=conditions)
    return write_sheet(COLUMNS, (values(COLUMNS, row) for row in rows), header=header, totals=("amount",))
