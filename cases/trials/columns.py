"""What a policy would change; no names, the file number is enough."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

WHAT_IF_COLUMNS = (
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("before", _("现在的类别"), "household.get_category_display", width=12),
    Column("after", _("按新制度"), "after_label", width=14),
    Column("is_changed", _("有变化"), "is_changed", kind="boolean", width=8),
    Column("amount_before", _("现制度金额（元）"), "amount_before", kind="money", width=16),
    Column("amount_after", _("新制度金额（元）"), "amount_after", kind="money", width=16),
    Column("missing", _("还缺"), "missing", width=24),
    Column("sentence", _("理由"), "sentence", width=60),
)
