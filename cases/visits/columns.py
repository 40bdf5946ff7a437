"""The lists of home visits."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a HomeVisit.
VISIT_COLUMNS = (
    Column(
        "name",
        _("户主"),
        "household",
        personal=True,
        is_main=True,
        below="union",
        sorts="household.head.name",
    ),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20, default=False),
    Column("visited_on", _("日期"), "visited_on", kind="date"),
    Column("mode", _("方式"), "get_mode_display"),
    Column("visitors", _("走访人"), "visitor_names", width=20),
    Column("respondent", _("被访人"), "respondent_named", personal=True, width=20),
    Column("conclusion", _("结论"), "conclusion", kind="badge"),
    Column("is_corrected", _("已被更正"), "is_corrected", kind="boolean", default=False),
)
# A row is a Household from selectors.list_unvisited.
UNVISITED_COLUMNS = (
    Column("name", _("户主"), "__str__", personal=True, is_main=True, below="file_no", sorts="head.name"),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("category", _("困难类别"), "get_category_display"),
    Column("last_visit", _("上次走访"), "last_visit", kind="date"),
)
STEP = Column("step", _("操作"))
