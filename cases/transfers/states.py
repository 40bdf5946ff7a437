"""States of a file that is handed to another union, and of a request for one: one side acts, one waits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class TransferState(TextChoices):
    OFFERED = "offered", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    REFUSED = "refused", _("不予接收")
    WITHDRAWN = "withdrawn", _("已撤回")


class RequestState(TextChoices):
    WAITING = "waiting", _("待答复")
    AGREED = "agreed", _("同意转出")
    DECLINED = "declined", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("已失效")


TRANSFER_TONES: dict[str, str] = {
    TransferState.OFFERED: "warning",
    TransferState.ACCEPTED: "success",
    TransferState.REFUSED: "danger",
}
REQUEST_TONES: dict[str, str] = {
    RequestState.WAITING: "warning",
    RequestState.AGREED: "success",
    RequestState.DECLINED: "danger",
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
# Agree and decline belong to the union that holds the file, withdraw to the one that asks. Whoever agrees
# offers the file at once; a request whose file left or went elsewhere lapses by itself.
REQUEST_TRANSITIONS = (
    Transition("agree", (RequestState.WAITING,), RequestState.AGREED, Role.CLERK, _("同意转出")),
    Transition(
        "decline", (RequestState.WAITING,), RequestState.DECLINED, Role.CLERK, _("不同意转出"),
        needs_comment=True, danger=True,
    ),
    Transition("withdraw", (RequestState.WAITING,), RequestState.WITHDRAWN, Role.CLERK, _("撤回申请")),
    Transition("lapse", (RequestState.WAITING,), RequestState.LAPSED, WORKER, _("失效")),
)  # fmt: skip
HOLDER_ACTIONS = frozenset({"agree", "decline"})
