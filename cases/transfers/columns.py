"""The lists of transfers and of requests for files. A row is a Transfer or TransferRequest from selectors."""

from django.utils.translation import gettext_lazy as _

from cases.transfers.states import REQUEST_TONES, TRANSFER_TONES
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
_COURSE = (
    Column("state", _("状态"), "state", kind="badge", tones=REQUEST_TONES),
    Column("asked_at", _("申请时间"), "asked_at", kind="datetime"),
    Column("answered_at", _("答复时间"), "answered_at", kind="datetime"),
    Column("comment", _("答复"), "comment"),
)
# What others ask of this union.
REQUEST_COLUMNS = (
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
    Column("asker", _("申请工会"), "asker.name", kind="union"),
    Column("reason", _("申请原因"), "reason"),
    *_COURSE,
)
# What this union asks of others: of the file itself nothing but who holds it.
ASKED_COLUMNS = (
    Column("id_number", _("身份证号"), "id_number", kind="id_number", personal=True, is_main=True),
    Column("holder", _("在档工会"), "holder.name", kind="union"),
    Column("asker", _("申请工会"), "asker.name", kind="union"),
    Column("reason", _("申请原因"), "reason"),
    *_COURSE,
)
