"""The list of a year's matters, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column
from hardship.yearplans.states import TONES

ENTRIES = (
    Column("title", _("工作"), "title", width=40, is_main=True),
    Column("begins_on", _("开始日期"), "begins_on", kind="date", sorts="begins_on"),
    Column("ends_on", _("完成期限"), "ends_on", kind="date", sorts="ends_on"),
    Column("responsible", _("责任人"), "responsible.name", kind="name", empty=_("没有定")),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("state", _("状态"), "standing.code", kind="badge", width=14, tones=TONES, below="result"),
    Column("result", _("完成情况或不办的原因"), "result", width=30, default=False),
    Column("note", _("要求"), "note", width=30, default=False),
)
