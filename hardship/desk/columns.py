"""The operation log and the people of an auditor's list, once for the page and the workbook. A row is a
selectors.log.LogLine, or a selectors.people_check.CheckedPerson, whose numbers are masked."""

from django.utils.translation import gettext_lazy as _

from hardship.desk.states import FINDING_TONES
from hardship.kernel.columns import Column

LOG_COLUMNS = (
    Column("at", _("时间"), "at", kind="datetime", width=17, is_main=True),
    Column("by", _("操作人"), "by", width=10),
    Column("action", _("操作"), "action", width=18, below="kind"),
    Column("target", _("对象"), "target", width=16, below="union"),
    Column("detail", _("内容"), "detail", width=44),
    Column("union", _("工会"), "union", kind="union", width=24),
    Column("kind", _("类型"), "kind", width=14),
    Column("address", _("来源地址"), "address", width=16),
)

# A row is a selectors.inbox.Waits.
TODO_COLUMNS = (
    Column("title", _("要办的事"), "item.title", width=26, is_main=True, below="detail"),
    Column("detail", _("说明"), "item.detail", width=40),
    Column("kind", _("事项"), "kind", width=20),
    Column("due", _("时限"), "item.due_on", kind="date", width=14),
)

# A row is a selectors.printing.Printed.
PRINTED_COLUMNS = (
    Column("label", _("名称"), "label", width=26, is_main=True),
    Column("form", _("形式"), "form.label", width=12),
    Column("each", _("一份是"), "each", width=18),
    Column("place", _("在哪里"), "place_label", width=16),
    Column("last", _("您最近一次"), "last_at", kind="datetime", width=17),
)

PEOPLE_COLUMNS = (
    Column("line", _("行号"), "line", kind="number", width=6),
    Column("name", _("姓名"), "name", width=10, is_main=True, below="number", personal=True),
    Column("number", _("身份证号"), "number", width=22, personal=True),
    Column("finding", _("结果"), "finding", kind="badge", tones=FINDING_TONES, width=12, below="remark"),
    Column("remark", _("提示"), "remark", width=40),
    Column("file_no", _("档案号"), "file_no", width=22, below="union"),
    Column("union", _("工会"), "union", width=26),
    Column("state", _("状态"), "state", width=12, below="since"),
    Column("since", _("建档或登记日期"), "since", kind="date", width=14),
    Column("category", _("困难类别"), "category", width=14, below="relation"),
    Column("relation", _("与户主关系"), "relation", width=10),
    Column("times", _("受助次数"), "times", kind="count", width=10),
    Column("total", _("受助金额（元）"), "total", kind="money", width=16),
    Column("last_on", _("最近受助"), "last_on", kind="date", width=12),
)
