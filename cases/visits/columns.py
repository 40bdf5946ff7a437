"""The lists of home visits."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a HomeVisit.
VISIT_COLUMNS = (
    Column("name", _("户主"), "household", personal=True, is_main=True, below="union"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("visited_on", _("日期"), "visited_on", kind="date"),
    Column("mode", _("方式"), "get_mode_display"),
    Column("visitors", _("走访人")),
    Column("respondent", _("被访人"), personal=True),
    Column("conclusion", _("结论"), kind="badge"),
)
# A row is a Household from selectors.list_unvisited.
UNVISITED_COLUMNS = (
    Column("name", _("户主"), "__str__", personal=True, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("category", _("困难类别"), "get_category_display"),
    Column("last_visit", _("上次走访"), "last_visit", kind="date"),
)
STEP = Column("step", _("操作"))
