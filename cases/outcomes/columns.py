"""The list of results, once for the page and the workbook. A row is an Application of list_results."""

from django.utils.translation import gettext_lazy as _

from cases.applications.states import STATE_TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column("name", _("职工"), "household.head.name", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("申请号"), "number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "programme.name", width=12),
    Column("state", _("结果"), "state", kind="badge", width=12, tones=STATE_TONES),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14),
    Column("decided_on", _("决定时间"), "decided_on", kind="date", width=12, sorts="decided_on"),
    Column(
        "told_on", _("告知日期"), "told_on", kind="date", width=12, empty=_("还没有告知"), sorts="told_on"
    ),
    Column("told_way", _("告知方式"), "told_word", width=8),
)
