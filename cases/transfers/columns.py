"""The list of transfers. A row is a Transfer from selectors."""

from django.utils.translation import gettext_lazy as _

from cases.transfers.states import TRANSFER_TONES
from hardship.kernel.columns import Column

TRANSFER_COLUMNS = (
    Column(
        "name",
        _("户主"),
        "household",
        personal=True,
        is_main=True,
        below="file_no",
        sorts="household.head.name",
    ),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("source", _("转出工会"), "source.name", kind="union"),
    Column("target", _("转入工会"), "target.name", kind="union"),
    Column("state", _("状态"), "state", kind="badge", tones=TRANSFER_TONES),
    Column("offered_at", _("提出时间"), "offered_at", kind="datetime"),
)
