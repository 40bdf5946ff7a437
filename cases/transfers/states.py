"""States of a file that is handed to another union; the union that is meant answers, the other waits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class TransferState(TextChoices):
    OFFERED = "offered", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    REFUSED = "refused", _("不予接收")
    WITHDRAWN = "withdrawn", _("已撤回")


TRANSFER_TONES: dict[str, str] = {
    TransferState.OFFERED: "warning",
    TransferState.ACCEPTED: "success",
    TransferState.REFUSED: "danger",
}
# `level` is None in all of them: accept and refuse belong to the receiving union, withdraw to the other.
TRANSFER_TRANSITIONS = (
    Transition("accept", (TransferState.OFFERED,), TransferState.ACCEPTED, Role.CLERK, _("接收档案")),
    Transition(
        "refuse", (TransferState.OFFERED,), TransferState.REFUSED, Role.CLERK, _("不予接收"),
        needs_comment=True, danger=True,
    ),
    Transition("withdraw", (TransferState.OFFERED,), TransferState.WITHDRAWN, Role.CLERK, _("撤回转移")),
)  # fmt: skip
RECEIVER_ACTIONS = frozenset({"accept", "refuse"})
