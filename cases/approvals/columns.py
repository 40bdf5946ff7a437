"""The list of what waits for a decision; a row is a views.inbox.Waiting."""

from django.utils.translation import gettext_lazy as _

from cases.applications.states import STATE_TONES
from hardship.kernel.columns import Column

INBOX_COLUMNS = (
    Column("name", _("职工"), "application.household", personal=True, is_main=True, below="below"),
    Column("below", _("申报工会"), "below"),
    Column("programme", _("项目"), "application.programme.name"),
    Column("category", _("类别"), "application.category", kind="badge"),
    Column("hints", _("系统提示"), "hints.remark"),
    Column("due_on", _("时限"), "application.due_on", kind="date"),
    Column("state", _("状态"), "application.state", kind="badge", tones=STATE_TONES),
    Column("amount", _("申请金额（元）"), "application.amount", kind="money"),
)
