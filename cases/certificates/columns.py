"""The list of certificates, once for page and workbook."""

from django.utils.translation import gettext_lazy as _

from cases.certificates.states import TONES
from hardship.kernel.columns import Column

# A row is a Certificate of selectors.list_certificates.
COLUMNS = (
    Column("holder", _("持证人"), "holder.name", kind="name", width=12, is_main=True, below="number"),
    Column("number", _("证号"), "number", kind="code", width=20),
    Column("kind", _("种类"), "get_kind_display", width=16),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("from_on", _("有效期起"), "from_on", kind="date", width=12, wide_only=True, sorts="from_on"),
    Column("until_on", _("有效期止"), "until_on", kind="date", width=12, sorts="until_on"),
    Column("used", _("已减免（元）"), "used", kind="money", width=14),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
    Column("is_expired", _("已过期"), "is_expired", kind="boolean", width=8, default=False),
)
