"""What stands above every list that somebody takes along as a workbook."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.kernel.sheets import SheetHeader


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
