"""What moves goods (物资单据), and the way of a slip from the one who makes it to the one who checks it."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class Kind(TextChoices):
    PURCHASE = "purchase", _("购入")
    DONATION = "donation", _("捐赠入库")
    TRANSFER = "transfer", _("调拨")
    ISSUE = "issue", _("发放")
    LOSS = "loss", _("报损")
    COUNT = "count", _("盘点")
    RETURN = "return", _("退回入库")
    REVERSAL = "reversal", _("冲销")


class State(TextChoices):
    PREPARED = "prepared", _("待复核")
    SENT = "sent", _("待对方签收")
    POSTED = "posted", _("已记账")
    RECEIVED = "received", _("对方已签收")
    REFUSED = "refused", _("未通过")
    SENT_BACK = "sent_back", _("对方未收，已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


TONES: Mapping[str, str] = {
    State.PREPARED: "warning",
    State.SENT: "warning",
    State.POSTED: "success",
    State.RECEIVED: "success",
    State.REFUSED: "danger",
    State.SENT_BACK: "danger",
}
OPEN_STATES = (State.PREPARED, State.SENT)
# Goods that come in; goods that go out and leave the store; what a reversal can undo.
INCOMING = (Kind.PURCHASE, Kind.DONATION)
REVERSIBLE = (Kind.PURCHASE, Kind.DONATION, Kind.LOSS, Kind.COUNT)
# A household signs for what it gets; only where many sign on one roster a colleague checks it beside.
SIGNED_FOR = (Kind.ISSUE,)

# Who keeps a store, who checks what they wrote, who reads.
KEEPERS = (Role.CLERK, Role.FINANCE)
CHECKERS = (*KEEPERS, Role.DEPARTMENT, Role.REVIEWER)
READERS = (*CHECKERS, Role.APPROVER, Role.AUDITOR)

TRANSITIONS = (
    *(
        Transition("check", (State.PREPARED,), State.POSTED, role, _("复核无误，记账"), is_decision=True)
        for role in CHECKERS
    ),
    *(
        Transition(
            "refuse", (State.PREPARED,), State.REFUSED, role, _("不通过"), needs_comment=True, danger=True
        )
        for role in CHECKERS
    ),
    *(
        Transition("receive", (State.SENT,), State.RECEIVED, role, _("点收无误，签收"), is_decision=True)
        for role in KEEPERS
    ),
    *(
        Transition(
            "send_back",
            (State.SENT,),
            State.SENT_BACK,
            role,
            _("不收，退回"),
            needs_comment=True,
            danger=True,
        )
        for role in KEEPERS
    ),
    *(
        Transition("withdraw", OPEN_STATES, State.WITHDRAWN, role, _("撤回"), needs_comment=True, danger=True)
        for role in KEEPERS
    ),
)
SOON_DAYS = 60  # before its last day a lot is told of
