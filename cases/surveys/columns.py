"""The yearly verification: the progress of each union, each file of a list; the rows of a spot check."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

SURVEY_PROGRESS_COLUMNS = (
    Column("union", _("工会"), "union.name", width=30),
    Column("files", _("应核查"), "files", kind="number", width=10),
    Column("done", _("已完成"), "done", kind="number", width=10),
    Column("percent", _("完成率（%）"), "percent", kind="number", width=12),
    Column("verified", _("核查无变化"), "verified", kind="number", width=12),
    Column("changed", _("变更已完成"), "changed", kind="number", width=12),
    Column("pending", _("变更待审"), "pending", kind="number", width=10),
    Column("left", _("已退出"), "left", kind="number", width=10),
    Column("excused", _("未能核查"), "excused", kind="number", width=10),
    Column("undone", _("未核查"), "undone", kind="number", width=10),
    Column("returned", _("其中退回重查"), "returned", kind="number", width=14),
    Column("added", _("新增"), "added", kind="number", width=8),
    Column("visited", _("已入户"), "visited", kind="number", width=10),
    Column("state", _("清单状态"), "unit.get_state_display", width=12),
    Column("submitted_at", _("提交时间"), "unit.submitted_at", kind="datetime", width=17),
)
SURVEY_FILE_COLUMNS = (
    Column("name", _("户主"), "household.head.name", kind="name", width=12),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("status", _("核查情况"), "status_label", width=12),
    Column("visits", _("入户次数"), "visits", kind="number", width=10),
    Column("reason", _("退回或未能核查的原因"), "reason", personal=True, width=40),
    Column("verified_at", _("上次核查"), "household.verified_at", kind="datetime", width=17),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30),
    Column("phone", _("手机号码"), "household.head.phone", kind="phone", width=15),
)
SURVEY_BADGES = {"draft": "muted", "open": "info", "closed": "muted"}
UNIT_BADGES = {"open": "muted", "submitted": "info", "returned": "warning", "accepted": "success"}
ENTRY_BADGES = {
    "returned": "danger",
    "open": "warning",
    "pending": "info",
    "excused": "warning",
    "verified": "success",
    "changed": "success",
    "left": "muted",
    "added": "info",
}
SPOT_COLUMNS = (
    Column("position", _("序号"), "position", kind="number", width=6),
    Column("name", _("户主"), "household.head.name", kind="name", width=12),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30),
    Column("state", _("抽查结果"), "get_state_display", width=10),
    Column("note", _("情况说明"), "note", personal=True, width=40),
    Column("checked_by", _("登记人"), "checked_by.name", width=10),
    Column("checked_at", _("登记时间"), "checked_at", kind="datetime", width=17),
)
SPOT_BADGES = {"open": "warning", "matches": "success", "differs": "danger", "unreached": "muted"}
