"""The lists of bodies, meetings and, on paper, of what was decided."""

from django.utils.translation import gettext_lazy as _

from cases.bodies.states import TONES
from hardship.kernel.columns import Column

BODY_COLUMNS = (
    Column("name", _("名称"), "name", width=30, is_main=True, below="union"),
    Column("union", _("所属工会"), "union.name", kind="union", width=26),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("document", _("成立文件"), "document", width=26),
    Column("seats", _("在任成员"), "seats", kind="count", width=10),
    Column("from_on", _("任期自"), "from_on", kind="date", width=12),
    Column("until_on", _("任期至"), "until_on", kind="date", width=12, wide_only=True),
)
MEETING_COLUMNS = (
    Column("on", _("会议日期"), "on", kind="date", width=12, is_main=True),
    Column("body", _("领导小组（委员会）"), "body.name", width=30, below="union"),
    Column("union", _("所属工会"), "union.name", kind="union", width=26),
    Column("place", _("地点"), "place", width=20, wide_only=True),
    Column("matters", _("议题"), "matters", kind="count", width=8),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=10),
)
