"""追回: aid that was paid and is to come back, and who takes which step."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class State(TextChoices):
    OPENED = "opened", _("待还款")
    AGREED = "agreed", _("已约定分期")
    REPAYING = "repaying", _("还款中")
    SETTLED = "settled", _("已结清")
    WAIVED = "waived", _("已豁免")
    VOID = "void", _("已作废")


class Reason(TextChoices):
    OVERPAID = "overpaid", _("多发")
    WRONG_PERSON = "wrong_person", _("发错了人")
    REVOKED = "revoked", _("批准已撤销")
    URGENT = "urgent", _("急难救助查实不符合")
    DEATH = "death", _("发放前已去世")
    OTHER = "other", _("其他")


class Way(TextChoices):
    """How money came back: cash is paid into the bank before it is written down; what is set off never
    left."""

    BANK = "bank", _("银行转账")
    SET_OFF = "set_off", _("抵扣")


class SetOffState(TextChoices):
    """抵扣: what somebody owes is kept back of what is owed to them."""

    ASKED = "asked", _("待批准")
    APPROVED = "approved", _("已抵扣")
    DECLINED = "declined", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    UNDOING = "undoing", _("待撤销")
    UNDONE = "undone", _("已撤销")


HOLDING = (SetOffState.APPROVED, SetOffState.UNDOING)  # what was set off is in the books
WAITING = (SetOffState.ASKED, SetOffState.UNDOING)  # an approver decides; until then nothing is sent
SET_OFF_TONES: Mapping[str, str] = {
    SetOffState.ASKED: "warning",
    SetOffState.APPROVED: "success",
    SetOffState.DECLINED: "muted",
    SetOffState.WITHDRAWN: "muted",
    SetOffState.UNDOING: "warning",
    SetOffState.UNDONE: "muted",
}


TONES: Mapping[str, str] = {
    State.OPENED: "warning",
    State.AGREED: "info",
    State.REPAYING: "info",
    State.SETTLED: "success",
    State.WAIVED: "muted",
    State.VOID: "muted",
}
OPEN_STATES = (State.OPENED, State.AGREED, State.REPAYING)
READERS = (Role.FINANCE, Role.CASHIER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
DUE_DAYS = 30  # after the demand letter, unless another day is set
MOST_PARTS = 36

SET_OFF_TRANSITIONS = (
    Transition("approve", (SetOffState.ASKED,), SetOffState.APPROVED, Role.APPROVER, _("同意抵扣"),
               is_decision=True),
    Transition("decline", (SetOffState.ASKED,), SetOffState.DECLINED, Role.APPROVER, _("不同意抵扣"),
               needs_comment=True, is_decision=True),
    Transition("withdraw", (SetOffState.ASKED,), SetOffState.WITHDRAWN, Role.FINANCE, _("撤回抵扣"),
               needs_comment=True, danger=True),
    Transition("ask_undo", (SetOffState.APPROVED,), SetOffState.UNDOING, Role.FINANCE, _("申请撤销抵扣"),
               needs_comment=True, danger=True),
    Transition("undo", (SetOffState.UNDOING,), SetOffState.UNDONE, Role.APPROVER, _("同意撤销抵扣"),
               is_decision=True),
    Transition("keep", (SetOffState.UNDOING,), SetOffState.APPROVED, Role.APPROVER, _("不同意撤销"),
               needs_comment=True, is_decision=True),
)  # fmt: skip
TRANSITIONS = (
    Transition("agree", OPEN_STATES, State.AGREED, Role.FINANCE, _("约定分期还款")),
    Transition("waive", OPEN_STATES, State.WAIVED, Role.APPROVER, _("批准豁免"), is_decision=True),
    Transition("void", OPEN_STATES, State.VOID, Role.FINANCE, _("作废"), needs_comment=True,
               danger=True),
    # What follows from a repayment, and from money that the bank returned.
    Transition("repay", OPEN_STATES, State.REPAYING, WORKER, _("收到一部分")),
    Transition("settle", OPEN_STATES, State.SETTLED, WORKER, _("全部收回")),
    Transition("reopen", (*OPEN_STATES, State.SETTLED), State.REPAYING, WORKER, _("抵扣撤销，继续追回")),
    Transition("bounce", OPEN_STATES, State.VOID, WORKER, _("银行已退汇，不再追回")),
)  # fmt: skip
