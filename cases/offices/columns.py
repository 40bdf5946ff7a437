"""The lists of offices and of who answers first."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

OFFICE_COLUMNS = (
    Column("name", _("名称"), "name", width=26, is_main=True, below="union"),
    Column("union", _("所属工会"), "union.name", kind="union", width=26),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("telephone", _("电话"), "telephone", width=16),
    Column("address", _("地址"), "address", width=30),
    Column("hours", _("接待时间"), "hours", width=24, wide_only=True),
    Column("functions", _("职能"), "function_names", width=40, default=False),
)
RESPONSIBLE_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", width=26, is_main=True),
    Column("name", _("第一责任人"), "name", kind="name", width=12),
    Column("post", _("职务"), "post", width=20),
    Column("from_on", _("自"), "from_on", kind="date", width=12),
)
