"""The lists of hand-overs."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

HANDOVER_COLUMNS = (
    Column("giver", _("移交人"), "giver.name", kind="name", personal=True, is_main=True),
    Column("to", _("接收人"), "to.name", kind="name", personal=True),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("reason", _("原因"), "reason"),
    Column("state", _("状态"), "state", kind="badge"),
    Column("made_at", _("办理时间"), "made_at", kind="datetime"),
)
HELD_COLUMNS = (
    Column("kind", _("种类"), "kind"),
    Column("name", _("事项"), "name", kind="code", is_main=True),
)
ITEM_COLUMNS = (
    Column("name", _("事项"), "name", is_main=True),
    Column("result", _("结果"), "result"),
)
LEFT_COLUMNS = (
    Column("person", _("在谁名下"), "person.name", kind="name", personal=True, is_main=True),
    Column("kind", _("种类"), "holding.label"),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("count", _("件数"), "count", kind="count"),
)
