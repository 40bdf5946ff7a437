"""The list of events, the days that were laid down, the counts; each for its page and its workbook."""

from django.utils.translation import gettext_lazy as _

from cases.outreach.states import TONES
from hardship.kernel.columns import Column

EVENT_COLUMNS = (
    Column("name", _("职工"), "name", kind="name", width=12, is_main=True, below="unit"),
    Column("unit", _("单位、班组"), "unit", personal=True, width=24),
    Column("occasion", _("事由"), "get_occasion_display", personal=True, width=12),
    Column("happened_on", _("发生日期"), "happened_on", kind="date", width=12),
    Column("due_on", _("走访期限"), "due_on", kind="date", width=12),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=10),
    Column("visited_on", _("走访日期"), "visited_on", kind="date", width=12),
    Column("visitors", _("走访人"), "visitors", width=18, wide_only=True),
    Column("deed_title", _("慰问"), "deed_title", personal=True, width=30, default=False),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("reported_by", _("报告人"), "reported_by.name", width=10, default=False),
)
# A row is a selectors.OccasionCount.
COUNT_COLUMNS = (
    Column("occasion", _("事由"), "occasion", width=12, is_main=True),
    Column("must", _("三必访"), "must", kind="boolean", width=8),
    Column("reported", _("报告"), "reported", kind="count", width=8),
    Column("visited", _("已走访"), "visited", kind="count", width=8),
    Column("in_time", _("按期"), "in_time", kind="count", width=8),
    Column("waiting", _("待走访"), "waiting", kind="count", width=8),
    Column("late", _("已超期"), "late", kind="count", width=8),
    Column("gifts", _("有慰问"), "gifts", kind="count", width=8),
)
# A row is an EventTerm.
TERM_COLUMNS = (
    Column("occasion", _("事由"), "get_occasion_display", width=12, is_main=True),
    Column("from_on", _("起始日期"), "from_on", kind="date", width=12),
    Column("days", _("几天内"), "days", kind="count", width=8),
    Column("union", _("设定的工会"), "union.name", kind="union", width=26),
    Column("document", _("依据文号"), "document", width=24),
    Column("entered_by", _("登记人"), "entered_by.name", width=10),
)
ACTIVITY_COLUMNS = (
    Column("title", _("名称"), "title", width=30, is_main=True),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("held_on", _("日期"), "held_on", kind="date", width=12),
    Column("place", _("地点"), "place", width=24, wide_only=True),
    Column("persons", _("参加人数"), "persons", kind="count", width=10),
    Column("papers", _("发放资料（份）"), "papers", kind="count", width=14),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("entered_by", _("登记人"), "entered_by.name", width=10, default=False),
)
# A row is a selectors.ActivityCount.
ACTIVITY_COUNT_COLUMNS = (
    Column("kind", _("类别"), "kind", width=12, is_main=True),
    Column("held", _("场次"), "held", kind="count", width=8),
    Column("persons", _("参加人次"), "persons", kind="count", width=10),
    Column("papers", _("发放资料（份）"), "papers", kind="count", width=14),
)
