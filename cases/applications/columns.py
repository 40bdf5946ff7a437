"""The list of applications, once for the page and the workbook. A row is an Application."""

from django.utils.translation import gettext_lazy as _

from cases.applications.states import STATE_TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column("name", _("职工"), "household.head.name", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("申请号"), "number", kind="code", width=26, empty=_("还没有申请号")),
    Column("union", _("申报工会"), "union.name", kind="union", width=28, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=22),
    Column("programme", _("帮扶项目"), "programme.name", width=12, below="urgent"),
    Column("urgent", _("急难"), "urgent_word", width=8),
    Column("category", _("困难类别"), "category", kind="badge", width=12),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=STATE_TONES),
    Column("due_on", _("时限"), "due_on", kind="date", width=12),
    # of what was approved the sum that was approved, which may be less
    Column("amount", _("申请（批准）金额（元）"), "amount", kind="money", width=22, short=_("金额（元）")),
    Column("entitled", _("可享受金额（元）"), "entitled", kind="money", default=False, width=14),
    Column("year", _("年度"), "year", kind="number", default=False, width=8),
    Column("channel", _("申请方式"), "get_channel_display", default=False, width=12),
    Column("batch", _("批次号"), "batch.number", kind="code", default=False, width=24),
    Column("received_on", _("收到日期"), "received_on", kind="date", default=False, width=12),
    Column("contact", _("首问责任人"), "contact.name", default=False, width=12),
    Column("submitted_at", _("提交时间"), "submitted_at", kind="datetime", default=False, width=18),
    Column("decided_at", _("办结时间"), "decided_at", kind="datetime", default=False, width=18),
    Column("decided_by", _("审批人"), "decided_by.name", default=False, width=12),
    Column("document_no", _("政策依据"), "programme.document_no", default=False, width=34),
)
# A row is a Batch of selectors.batches.list_batches.
BATCH_COLUMNS = (
    Column("number", _("批次号"), "number", kind="code", is_main=True, below="union", width=26),
    Column("union", _("申报工会"), "union.name", kind="union", width=28),
    Column("programme", _("帮扶项目"), "programme.name", width=14),
    Column("many", _("申请件数"), "many", kind="count", width=10),
    Column("sent", _("已提交"), "sent", kind="count", width=10),
    Column("total", _("申请（批准）金额（元）"), "total", kind="money", width=22, short=_("金额（元）")),
    Column("created_at", _("建立时间"), "created_at", kind="date", width=14),
    Column("created_by", _("经办人"), "created_by.name", width=12),
)
# A row is a Household of selectors.batches.list_candidates.
CANDIDATE_COLUMNS = (
    Column("name", _("户主"), "head.name", kind="name", is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("union", _("申报工会"), "union.name", kind="union"),
    Column("category", _("困难类别"), "category", kind="badge"),
    Column("cause", _("主要致困原因"), "get_main_cause_display"),
    Column("filed_on", _("建档日期"), "filed_on", kind="date"),
    Column("aided", _("本年已批准过"), "is_aided", kind="boolean"),
)
