"""The list of warnings, once for the page and the workbook. A row is an Alert of `selectors.list_alerts`."""

from django.utils.translation import gettext_lazy as _

from cases.alerts.states import SEVERITY_TONES, TONES
from hardship.kernel.columns import Column

ALERTS = (
    Column("name", _("对象"), "name", kind="name", width=24, is_main=True, below="kind"),
    Column("kind", _("种类"), "kind_label", width=18),
    Column("severity", _("级别"), "severity", kind="badge", width=6, tones=SEVERITY_TONES),
    Column("union", _("工会"), "union.name", kind="union", width=28),
    Column("why", _("为什么"), "why", width=50),
    Column("found_on", _("发现日期"), "found_on", kind="date", width=12, sorts="found_on"),
    Column("age", _("天数"), "age", kind="count", width=8, default=False),
    Column("due_on", _("处理期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("owner", _("由谁办"), "owner_name", width=12),
    Column("state", _("状态"), "state", kind="badge", width=16, tones=TONES),
    Column("outcome", _("处理结果"), "get_outcome_display", width=16, default=False),
    Column("said", _("说明"), "said", width=30, default=False),
)
