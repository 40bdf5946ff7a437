"""What stands above every list that somebody takes along as a workbook."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.columns import APPOINTMENT_COLUMNS
from hardship.accounts.models import Appointment, User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def export_header(
    title: str, *, by: User, conditions: Sequence[str] | None = None, lines: Sequence[str] = ()
) -> SheetHeader:
    """The title; lines of the list's own; what it was narrowed to (`conditions`; None: it cannot be); who
    took it along, of which union, when."""
    narrowed = [] if conditions is None else [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")}
    ]  # fmt: skip
    taken = _("导出：%(who)s（%(union)s）　%(at)s") % {
        "who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
    }  # fmt: skip
    return SheetHeader(title=title, lines=[*lines, *narrowed, taken])


def appointments_workbook(rows: Iterable[Appointment], *, by: User, conditions: Sequence[str]) -> bytes:
    """Who holds, held and will hold which role where, with every column."""
    header = export_header(_("任职名册"), by=by, conditions=conditions)
    return write_sheet(APPOINTMENT_COLUMNS, (values(APPOINTMENT_COLUMNS, row) for row in rows), header=header)
