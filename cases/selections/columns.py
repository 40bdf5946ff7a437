"""The lists, the households of one, those who may still be put on it."""

from django.utils.translation import gettext_lazy as _

from cases.selections.states import ROW_TONES, SELECTION_TONES
from hardship.kernel.columns import Column

UNNAMED = _("未填姓名")
# A row is a Selection of selectors.list_selections.
SELECTION_COLUMNS = (
    Column("title", _("名称"), "title", is_main=True, below="year"),
    Column("year", _("年度"), "year", phrase=_("%s 年")),
    Column("state", _("状态"), "state", kind="badge", tones=SELECTION_TONES),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("households", _("户数"), "households", kind="count"),
    Column("agreed", _("同意"), "agreed", kind="count"),
    Column("submitted_at", _("提交时间"), "submitted_at", kind="date", wide_only=True),
)
# A row is a SelectionRow.
ROW_COLUMNS = (
    Column(
        "name", _("户主"), "household.head.name", kind="name", width=10, is_main=True, below="file_no",
        empty=UNNAMED,
    ),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("id_number", _("身份证号"), "household.head.id_number", kind="id_number", width=21, default=False),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("category", _("困难类别"), "category", kind="badge", width=12),
    Column("persons", _("家庭人口"), "persons", kind="number", width=9),
    Column("cause", _("主要致困原因"), "household.get_main_cause_display", width=20, wide_only=True),
    Column("origin", _("来源"), "get_origin_display", width=10),
    Column("state", _("审定意见"), "state", kind="badge", tones=ROW_TONES, width=10, below="reason"),
    Column("reason", _("理由"), "reason", personal=True, width=30),
    Column("decided_by", _("审定人"), "decided_by.name", width=10, default=False),
)  # fmt: skip
# A row is a Household of selectors.list_candidates.
CANDIDATE_COLUMNS = (
    Column("name", _("户主"), "head.name", kind="name", is_main=True, below="file_no", empty=UNNAMED),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("union", _("申报工会"), "union.name", kind="union"),
    Column("category", _("困难类别"), "category", kind="badge"),
    Column("cause", _("主要致困原因"), "get_main_cause_display"),
    Column("filed_on", _("建档日期"), "filed_on", kind="date"),
    Column("origin", _("来源")),
)
