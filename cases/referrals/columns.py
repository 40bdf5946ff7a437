"""The list of referrals, the services of departments, the counts; each for its page and its workbook."""

from django.utils.translation import gettext_lazy as _

from cases.referrals.states import TONES
from hardship.kernel.columns import Column

# A row is a ServiceReferral of selectors.list_referrals.
REFERRAL_COLUMNS = (
    Column("member", _("姓名"), "member.name", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("编号"), "number", kind="code", width=24),
    Column("department", _("部门"), "department", width=20, sorts="department"),
    Column("service", _("服务"), "service.name", width=18),
    Column("sent_on", _("发出日期"), "sent_on", kind="date", width=12, sorts="sent_on"),
    Column("due_on", _("答复期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=10),
    Column("answered_on", _("答复日期"), "answered_on", kind="date", width=12, wide_only=True),
    Column("settled_on", _("办结日期"), "settled_on", kind="date", width=12, default=False),
    Column("won", _("争取金额（元）"), "won_yuan", kind="money", width=14),
    Column("worker", _("承办人"), "worker.name", width=10, wide_only=True),
    Column("union", _("工会"), "household.union.name", kind="union", width=26),
    Column("reason", _("转介理由"), "reason", personal=True, width=30, default=False),
    Column("why", _("结果说明"), "why", personal=True, width=30, default=False),
)
# A row is a DepartmentService.
SERVICE_COLUMNS = (
    Column("name", _("服务"), "name", width=20, is_main=True, below="department", sorts="name"),
    Column("department", _("部门"), "department", width=20, sorts="department"),
    Column("aid_kind", _("帮扶种类"), "get_aid_kind_display", width=12),
    Column("contact", _("联系人"), "contact", width=14),
    Column("telephone", _("联系电话"), "telephone", width=16),
    Column("place", _("办理地点"), "place", width=24, wide_only=True),
    Column("bring", _("携带材料"), "bring", width=30, default=False),
    Column("days", _("几个工作日内答复"), "days", kind="count", width=10),
    Column("from_on", _("启用日期"), "from_on", kind="date", width=12, sorts="from_on"),
    Column("until_on", _("停用日期"), "until_on", kind="date", width=12),
    Column("union", _("登记工会"), "union.name", kind="union", width=26),
    Column("document", _("依据文号"), "document", width=20, default=False),
)
# A row is a selectors.DepartmentCount.
COUNT_COLUMNS = (
    Column("service", _("服务"), "service", width=18, is_main=True, below="department"),
    Column("department", _("部门"), "department", width=20),
    Column("sent", _("转介"), "sent", kind="count", width=8),
    Column("waiting", _("等答复"), "waiting", kind="count", width=8),
    Column("late", _("超期"), "late", kind="count", width=8),
    Column("answered", _("已答复"), "answered", kind="count", width=8),
    Column("won", _("办成"), "won", kind="count", width=8),
    Column("refused", _("未办成"), "refused", kind="count", width=8),
    Column("dropped", _("放弃"), "dropped", kind="count", width=8),
    Column("yuan", _("争取金额（元）"), "yuan", kind="money", width=14),
)
