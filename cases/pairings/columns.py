"""The lists of pairings and of helpers, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from cases.pairings.states import TONES
from hardship.kernel.columns import Column

# A row is a Pairing of selectors.pairings.list_pairings; `wanted` comes from the view.
PAIRING_COLUMNS = (
    Column("name", _("户主"), "household", personal=True, width=12, is_main=True, below="file_no",
           sorts="household.head.name"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("helper", _("帮扶人"), "helper.name", width=12, below="post", sorts="helper.name"),
    Column("post", _("单位和职务"), "helper.post", width=22),
    Column("helps", _("帮扶内容"), "help_names", width=18, wide_only=True),
    Column("is_leaders", _("领导联系户"), "is_leaders", kind="boolean", width=12, default=False),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
    Column("visits", _("本年走访"), "visits", kind="count", width=10),
    Column("wanted", _("本年应走访"), "wanted", kind="count", width=12, default=False),
    Column("next_visit_on", _("下次走访期限"), "next_visit_on", kind="date", width=14, sorts="next_visit_on"),
    Column("is_late", _("走访超期"), "is_late", kind="boolean", width=10, default=False),
)  # fmt: skip
# A row is a Helper of selectors.helpers.list_helpers.
HELPER_COLUMNS = (
    Column("name", _("帮扶人"), "name", width=14, is_main=True, below="post", sorts="name"),
    Column("post", _("单位和职务"), "post", width=26),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("phone", _("联系电话"), "phone", kind="phone", width=14, default=False),
    Column("union", _("所在工会"), "union.name", kind="union", width=26),
    Column("load", _("结对（户）"), "load", kind="count", width=10, sorts="load"),
    Column("late", _("走访超期（户）"), "late", kind="count", width=14, sorts="late"),
    Column("own", _("自己出的钱（元）"), "own", kind="money", width=16, wide_only=True, sorts="own"),
    Column("left_on", _("离岗日期"), "left_on", kind="date", width=12, sorts="left_on"),
)
