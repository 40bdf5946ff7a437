"""The register of students and job seekers as a workbook."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.registers.selectors import Person
from hardship.accounts.models import User
from hardship.kernel.columns import Column, values
from hardship.kernel.sheets import SheetHeader, write_sheet

MOST_PEOPLE = 20_000


def register_workbook(
    people: Sequence[Person],
    columns: Sequence[Column],
    *,
    title: str,
    conditions: Sequence[str],
    by: User,
) -> bytes:
    """These people with every column; names of children stay masked."""
    header = SheetHeader(
        title=title,
        lines=[
            _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
            _("导出：%(who)s（%(union)s）　%(at)s　共 %(n)s 人")
            % {
                "who": by.name,
                "union": by.union.name,
                "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
                "n": len(people),
            },
        ],
    )
    return write_sheet(columns, (values(columns, person) for person in people), header=header)
