"""The list of cases, which tells that there is one, and the figures; each for its page and its workbook."""

from django.utils.translation import gettext_lazy as _

from cases.care.states import TONES
from hardship.kernel.columns import Column

FEWER = _("不足 5 人")
# A row is a CareCase: no name, no theme, nobody's hands.
CARE_COLUMNS = (
    Column("number", _("编号"), "number", kind="code", width=24, is_main=True),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=10),
    Column("union", _("办理工会"), "union.name", kind="union", width=26),
)
# A row is a selectors.Figure; what fewer than five people stand behind is empty.
_SUMS = (
    Column("cases", _("件数"), "cases", kind="count", width=10, empty=FEWER),
    Column("persons", _("人数"), "persons", kind="count", width=10, empty=FEWER),
    Column("closed", _("办结"), "closed", kind="count", width=10, empty=FEWER),
    Column("claimed", _("主张金额（元）"), "claimed", kind="money", width=16, empty=FEWER),
    Column("recovered", _("追回金额（元）"), "recovered", kind="money", width=16, empty=FEWER),
)
FIGURE_COLUMNS = (
    Column("name", _("类别"), "name", width=12, is_main=True),
    Column("form", _("方式"), "form", width=12),
    *_SUMS,
)
ARREARS_COLUMNS = (
    Column("name", _("工会"), "name", width=26, is_main=True),
    *_SUMS,
    Column("missing", _("尚欠（元）"), "missing", kind="money", width=16, empty=FEWER),
)
# A row is a CareAdvice.
ADVICE_COLUMNS = (
    Column("on", _("日期"), "on", kind="date", width=12, is_main=True),
    Column("topic", _("事项"), "get_topic_display", width=14),
    Column("way", _("方式"), "get_way_display", width=10),
    Column("persons", _("人数"), "persons", kind="count", width=8),
    Column("union", _("登记工会"), "union.name", kind="union", width=26),
    Column("by", _("登记人"), "by.name", width=10),
)
