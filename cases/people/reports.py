"""What leaves the room as a workbook."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cases.people.columns import PERSON_COLUMNS
from cases.people.models import Person
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet


def people_workbook(rows: Iterable[Person], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; numbers are masked."""
    header = export_header(_("未建档人员名册"), by=by, conditions=conditions)
    return write_sheet(PERSON_COLUMNS, (values(PERSON_COLUMNS, row) for row in rows), header=header)
