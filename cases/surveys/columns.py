"""The yearly verification: surveys, the progress of each union, each file of a list; spot checks and their
rows; the periods that are set."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

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
SPOT_BADGES = {"open": "warning", "matches": "success", "differs": "danger", "unreached": "muted"}

UNNAMED = _("未填姓名")

# A row is a Survey.
SURVEY_COLUMNS = (
    Column("title", _("名称"), "title", is_main=True, below="year"),
    Column("year", _("年度"), "year"),
    Column("state", _("状态"), "state", kind="badge", tones=SURVEY_BADGES),
    Column("union", _("组织工会"), "union.name", kind="union"),
    Column("from_on", _("开始日期"), "from_on", kind="date"),
    Column("to_on", _("截止日期"), "to_on", kind="date"),
)
# A row is a selectors.progress.Progress.
SURVEY_PROGRESS_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", width=30),
    Column("percent", _("完成率（%）"), "percent", kind="number", width=12, short=_("完成率")),
    Column("files", _("应核查"), "files", kind="count", width=10),
    Column("done", _("已完成"), "done", kind="count", width=10, default=False),
    Column("undone", _("未核查"), "undone", kind="count", width=10),
    Column("returned", _("其中退回重查"), "returned", kind="count", width=14, default=False),
    Column("verified", _("核查无变化"), "verified", kind="count", width=12, short=_("无变化")),
    Column("changed", _("变更已完成"), "changed", kind="count", width=12, short=_("有变更")),
    Column("pending", _("变更待审"), "pending", kind="count", width=10, short=_("待审")),
    Column("left", _("已退出"), "left", kind="count", width=10, short=_("退出")),
    Column("excused", _("未能核查"), "excused", kind="count", width=10),
    Column("added", _("新增"), "added", kind="count", width=8),
    Column("visited", _("已入户"), "visited", kind="count", width=10),
    Column("state", _("清单状态"), "unit.get_state_display", width=12, short=_("清单")),
    Column("submitted_at", _("提交时间"), "unit.submitted_at", kind="datetime", width=17, default=False),
)
# A row is a selectors.surveys.Line.
SURVEY_FILE_COLUMNS = (
    Column("name", _("户主"), "household.head.name", kind="name", width=12, below="file_no", empty=UNNAMED),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20, below="union"),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("category", _("困难类别"), "household.category", kind="badge", width=12),
    Column("status", _("核查情况"), "status_label", width=12, below="reason"),
    Column("reason", _("退回或未能核查的原因"), "reason", personal=True, width=40),
    Column("verified_at", _("上次核查"), "household.verified_at", kind="date", width=12),
    Column("visits", _("入户次数"), "visits", kind="count", width=10, short=_("入户")),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30, default=False),
    Column("phone", _("手机号码"), "household.head.phone", kind="phone", width=15, default=False),
)
STEPS = Column("steps", _("办理"))
# A row is a SpotCheck.
SPOT_CHECK_COLUMNS = (
    Column("check", _("抽查")),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("share", _("累计比例（%）"), "share", kind="number"),
    Column("population_size", _("在档户数"), "population_size", kind="count"),
    Column("drawn_at", _("抽取"), "drawn_at", kind="datetime", below="drawn_by"),
    Column("drawn_by", _("抽取人"), "drawn_by.name"),
)
# A row is a SpotRow.
SPOT_COLUMNS = (
    Column("position", _("序号"), "position", kind="number", width=6),
    Column(
        "name",
        _("户主"),
        "household.head.name",
        kind="name",
        width=12,
        is_main=True,
        below="file_no",
        empty=UNNAMED,
    ),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("category", _("困难类别"), "household.category", kind="badge", width=12),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30, default=False),
    Column(
        "state",
        _("抽查结果"),
        "state",
        kind="badge",
        width=10,
        short=_("结果"),
        below="note",
        tones=SPOT_BADGES,
    ),
    Column("note", _("情况说明"), "note", personal=True, width=40),
    Column(
        "checked_at",
        _("登记时间"),
        "checked_at",
        kind="datetime",
        width=17,
        short=_("登记"),
        below="checked_by",
    ),
    Column("checked_by", _("登记人"), "checked_by.name", width=10),
)
# A row is a ReviewPeriod.
PERIOD_COLUMNS = (
    Column("kind", _("核查类型"), "get_kind_display", is_main=True),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("months", _("周期（月）"), "months", kind="number"),
    Column("effective", _("执行期间")),
    Column("document", _("依据"), "document"),
    Column("set_by", _("设定人"), "set_by.name", below="set_at"),
    Column("set_at", _("设定时间"), "set_at", kind="date"),
)
