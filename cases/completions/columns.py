"""The list of completions, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.completions.states import TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column(
        "name", _("职工"), "application.household.head.name", kind="name", width=12, is_main=True,
        below="number",
    ),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "application.programme.name", width=14),
    Column("amount", _("金额（元）"), "application.amount", kind="money", width=14),
    Column("due_on", _("补办期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=TONES),
)  # fmt: skip
