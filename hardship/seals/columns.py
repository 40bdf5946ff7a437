"""The sealed days, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

SEALS = (
    Column("day", _("日期"), "day", kind="date", sorts="day"),
    Column("rows", _("条数"), "rows", kind="count"),
    Column("chain", _("校验码"), "chain", kind="code", width=66, wide_only=True),
    Column("stamp", _("封存时间"), "stamp", kind="datetime"),
    Column("anchored", _("外部留存"), "anchored", empty=_("没有"), width=20),
)
