"""What leaves the room as a workbook: the list as it is narrowed, and everything about one family."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.aid.columns import AID_COLUMNS
from cases.archives.models import Household
from cases.archives.selectors.aid import AidRecord
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def family_workbook(household: Household, rows: Iterable[AidRecord], *, by: User) -> bytes:
    """Everything ever given to one family."""
    told = _("档案号：%(number)s") % {"number": household.file_no or _("未编号")}
    return _written(rows, _("%(name)s户帮扶记录") % {"name": household}, told, by)


def _written(rows: Iterable[AidRecord], title: str, told: str, by: User) -> bytes:
    moment = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    who = _("导出：%(who)s（%(union)s）　%(at)s") % {"who": by.name, "union": by.union.name, "at": moment}
    header = SheetHeader(title=title, lines=[told, who])
    return write_sheet(
        AID_COLUMNS, (values(AID_COLUMNS, row) for row in rows), header=header, totals=["value"]
    )
