"""The list of pairs that may be the same. A row is a DuplicateSuspicion."""

from django.utils.translation import gettext_lazy as _

from cases.duplicates.states import DUPLICATE_TONES
from hardship.kernel.columns import Column

SUSPICION_COLUMNS = (
    Column("reason", _("疑点"), "get_reason_display", is_main=True),
    Column("first", _("甲"), personal=True),
    Column("second", _("乙"), personal=True),
    Column("state", _("状态"), "state", kind="badge", tones=DUPLICATE_TONES),
    Column("found_at", _("发现"), "found_at", kind="date"),
)
