"""The offices as a workbook."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.offices.columns import OFFICE_COLUMNS
from cases.offices.models import Office
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def offices_workbook(rows: Iterable[Office], *, by: User) -> bytes:
    """Every column of the open offices."""
    line = _("导出：%(who)s（%(union)s）　%(at)s") % {
        "who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"
    }  # fmt: skip
    header = SheetHeader(title=_("帮扶中心、帮扶站名册"), lines=[line])
    return write_sheet(OFFICE_COLUMNS, (values(OFFICE_COLUMNS, row) for row in rows), header=header)
