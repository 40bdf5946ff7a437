"""What leaves the list of applications as a file."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.columns import COLUMNS
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def applications_workbook(rows: Any, *, conditions: Sequence[str], by: User) -> bytes:
    """These applications with every column; amounts are numbers and add up in the last row.

    `conditions` are the words of what narrowed the list. It holds names, but no number of a person.
    """
    header = SheetHeader(
        title=_("帮扶申请"),
        lines=[
            _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
            _("导出：%(who)s（%(union)s）　%(at)s")
            % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
    )
    return write_sheet(COLUMNS, (values(COLUMNS, row) for row in rows), header=header, totals=("amount",))
