"""What a policy would change; no names, the file number is enough."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

WHAT_IF_COLUMNS = (
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20, is_main=True, short=_("档案")),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("before", _("现在的类别"), "before_label", width=12, default=False),
    Column("after", _("按新制度"), "after_label", width=14, short=_("类别")),
    Column("is_changed", _("有变化"), "is_changed", kind="boolean", width=8, default=False),
    Column("amount_before", _("现制度金额（元）"), "amount_before", kind="money", width=16, default=False),
    Column("amount_after", _("新制度金额（元）"), "amount_after", kind="money", width=16),
    Column("missing", _("还缺"), "missing", width=24, default=False),
    Column("sentence", _("理由"), "sentence", width=60),
)
# A row is a WhatIf.
RUN_COLUMNS = (
    Column("asked_at", _("测算"), "asked_at", kind="datetime"),
    Column("asked_by", _("提交人"), "asked_by.name"),
    Column("files_total", _("户数"), "files_total", kind="count"),
    Column("progress", _("进度")),
)
