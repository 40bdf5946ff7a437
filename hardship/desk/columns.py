"""The operation log, once for the page and the workbook. A row is a selectors.log.LogLine."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

LOG_COLUMNS = (
    Column("at", _("时间"), "at", kind="datetime", width=17, is_main=True),
    Column("by", _("操作人"), "by", width=10),
    Column("action", _("操作"), "action", width=18, below="kind"),
    Column("target", _("对象"), "target", width=16, below="union"),
    Column("detail", _("内容"), "detail", width=44),
    Column("union", _("工会"), "union", kind="union", width=24),
    Column("kind", _("类型"), "kind", width=14),
    Column("address", _("来源地址"), "address", width=16),
)
