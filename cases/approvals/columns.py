"""The list of what waits for a decision; a row is a views.inbox.Waiting."""

from django.utils.translation import gettext_lazy as _

from cases.applications.states import STATE_TONES
from hardship.kernel.columns import Column

INBOX_COLUMNS = (
    Column("name", _("职工"), "application.household", personal=True, is_main=True, below="below"),
    Column("below", _("申报工会"), "below"),
    Column("programme", _("项目"), "application.programme.name", below="goods"),
    Column("goods", _("申请物资"), "application.goods_words"),
    Column("category", _("类别"), "application.category", kind="badge"),
    Column("hints", _("系统提示"), "hints.remark"),
    Column("acts", _("谁代谁办的"), "acts"),
    Column("copy", _("抄送"), "copy"),
    Column("retract", _("撤回"), "retractable"),
    Column("due_on", _("时限"), "application.due_on", kind="date", below="whole"),
    Column("whole", _("全程时限"), "whole"),
    Column("state", _("状态"), "application.state", kind="badge", tones=STATE_TONES),
    # of what was approved the sum that was approved, which may be less
    Column("amount", _("申请（批准）金额（元）"), "application.amount", kind="money", short=_("金额（元）")),
)
# What is late at the unions below; a row is a selectors.overdue.Late.
OVERDUE_COLUMNS = (
    Column("name", _("职工"), "application.household", personal=True, width=12, is_main=True, below="number"),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("programme", _("项目"), "application.programme.name", width=12, below="union"),
    Column("union", _("申报工会"), "application.union.name", kind="union", width=28),
    Column("stage", _("停在哪个环节"), "stage", width=14, below="awaits"),
    Column("awaits", _("应办工会"), "application.awaits.name", kind="union", width=24),
    Column("post", _("应办岗位"), "post", width=10, below="names"),
    Column("names", _("在岗人员"), "names", width=16),
    Column("due_on", _("时限"), "application.due_on", kind="date", width=12, sorts="due_on", default=False),
    Column("days", _("超期（工作日）"), "days", kind="number", width=10, short=_("超期")),
    Column("asked", _("督办"), "asked", width=10),
    Column("answer", _("答复"), "answer", personal=True, width=30, default=False),
    Column("amount", _("申请金额（元）"), "application.amount", kind="money", width=14, sorts="amount"),
)
# A row is a reports.DeadlineRow: one line of one table of the figures.
DEADLINE_COLUMNS = (
    Column("table", _("项目"), "table", width=12),
    Column("label", _("月份、工会、人员"), "line.label", width=28),
    Column("due", _("应办"), "line.tally.due", kind="number", width=8),
    Column("in_time", _("按时办"), "line.tally.in_time", kind="number", width=8),
    Column("late", _("超期办"), "line.tally.late", kind="number", width=8),
    Column("open_late", _("超期未办"), "line.tally.open_late", kind="number", width=10),
    Column("open", _("未到期"), "line.tally.open", kind="number", width=8),
    Column("share", _("按时率（%）"), "line.tally.share", kind="number", width=12),
    Column("median", _("办理天数中位数（工作日）"), "line.tally.median", kind="number", width=24),
)
# The cases behind a figure; a row is a views.deadlines.Handled.
HANDLED_COLUMNS = (
    Column("name", _("职工"), "application.household", personal=True, width=12, is_main=True, below="number"),
    Column("number", _("申请号"), "application.number", kind="code", width=26),
    Column("programme", _("项目"), "application.programme.name", width=12, below="union"),
    Column("union", _("申报工会"), "application.union.name", kind="union", width=28),
    Column("step", _("办理结果"), "step", width=14),
    Column("who", _("办理人"), "who", width=16),
    Column("due_on", _("时限"), "due_on", kind="date", width=12),
    Column("on", _("办理日期"), "on", kind="date", width=12, empty=_("还没有办")),
)
