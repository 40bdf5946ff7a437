"""The lists of instalments and of services, each once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.giving.states import FULFILMENT_TONES, TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column(
        "name",
        _("职工"),
        "application.household.head.name",
        kind="name",
        width=12,
        is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("place", _("期数"), "place", width=10),
    Column("due_on", _("到期日"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14, sorts="amount"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
    Column("why", _("原因"), "why", width=24),
)

SERVICES = (
    Column(
        "name",
        _("职工"),
        "application.household.head.name",
        kind="name",
        width=12,
        is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("doer", _("由谁办"), "doer", width=18),
    Column("due_on", _("完成期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=FULFILMENT_TONES),
    Column("done_on", _("办成日期"), "done_on", kind="date", width=12, sorts="done_on"),
    Column("result", _("结果"), "get_result_display", width=12),
)
