"""The list of notices; what a notice says of each line, on the page and on paper."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a PublicNotice from selectors.list_notices.
NOTICES_COLUMNS = (
    Column("union", _("公示"), "union.name", kind="union", is_main=True, below="number"),
    Column("number", _("文号"), "number", kind="code"),
    Column("topic", _("种类"), "get_topic_display"),
    Column("time", _("公示时间"), kind="date", sorts="starts_on"),
    Column("starts_on", _("公示日期"), "starts_on", kind="date", default=False),
    Column("ends_on", _("公示到"), "ends_on", kind="date", default=False),
    Column("progress", _("进度"), "get_state_display", kind="badge"),
    Column("lines", _("件数"), "lines", kind="number", below="withdrawn"),
    Column("withdrawn", _("撤下"), "withdrawn", kind="number", phrase=_("撤下 %s")),
    Column("objections", _("待答复异议"), "unanswered", kind="number", short=_("异议")),
)
# A row is a NoticeEntry, whose name is masked since it was put there.
NOTICE_COLUMNS = (
    Column("name", _("姓名"), "shown_name", width=10, is_main=True),
    Column("unit", _("单位"), "unit", width=30),
    Column("category", _("困难类别"), "category", width=14),
    Column("programme", _("帮扶项目"), "programme", width=14),
    Column("amount", _("帮扶金额（元）"), "amount", kind="money", width=16),
    Column("goods", _("帮扶物资"), "goods", width=24),
    Column("reason", _("致困原因"), "reason_shown", width=14),
)


def columns_of(shown: Collection[str]) -> list[Column]:
    """The name and those of the columns that a notice shows."""
    return [column for column in NOTICE_COLUMNS if column.key == "name" or column.key in shown]


# On the page a number stands before the line, and its state after it.
POSITION, STATE = Column("position", _("序号")), Column("state", _("状态"))
