"""The list of recusals."""

from django.utils.translation import gettext_lazy as _

from cases.archives.states.recusals import RECUSAL_TONES
from hardship.kernel.columns import Column

# A row is a Recusal with the head of the household, its person and union.
RECUSAL_COLUMNS = (
    Column("user", _("回避人"), "declared_by.name", kind="name", is_main=True, below="union"),
    Column("household", _("户主"), "household.head.name", kind="name", personal=True),
    Column("file_no", _("档案号"), "household.file_no", kind="code"),
    Column("cause", _("情形"), "get_cause_display"),
    Column("declared_at", _("申请时间"), "declared_at", kind="date"),
    Column("state", _("状态"), "get_state_display", kind="badge", tones=RECUSAL_TONES),
    Column("decided_by", _("决定人"), "decided_by.name"),
    Column("union", _("工会"), "union.name", kind="union"),
)
