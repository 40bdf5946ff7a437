"""The list of changes of unions."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a UnionChange with its unions.
CHANGE_COLUMNS = (
    Column("union", _("工会"), "called", kind="union", is_main=True, width=28, below="said"),
    Column("said", _("内容"), "said", width=36),
    Column("kind", _("变更"), "get_kind_display"),
    Column("on", _("起始日期"), "on", kind="date"),
    Column("document", _("批复文号"), "document", width=24),
    Column("planned_by", _("提出人"), "planned_by.name", kind="name", personal=True),
    Column("state", _("状态"), "get_state_display", kind="badge"),
)
# A row is a selectors.Part.
PART_COLUMNS = (
    Column("label", _("一起过去的"), "label", is_main=True, below="names"),
    Column("names", _("名单"), "names"),
    Column("count", _("数量"), "count", kind="count"),
)
