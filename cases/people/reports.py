"""What leaves the room as a workbook."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.columns import PERSON_COLUMNS
from cases.people.models import Person
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def people_workbook(rows: Iterable[Person], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; numbers are masked."""
    lines = [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
        _("导出：%(who)s（%(union)s）　%(at)s")
        % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
    header = SheetHeader(title=_("未建档人员名册"), lines=lines)
    return write_sheet(PERSON_COLUMNS, (values(PERSON_COLUMNS, row) for row in rows), header=header)
