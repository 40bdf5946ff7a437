"""What is given, by whom and how; the way of a donation from its entry to its receipt, and of a receipt that
becomes void."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from funds.ledgers.states import Source
from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class DonorKind(TextChoices):
    PERSON = "person", _("个人")
    COMPANY = "company", _("单位")


ANONYMOUS = "anonymous"  # a choice of the form: no donor at all


class Form(TextChoices):
    MONEY = "money", _("捐款")
    GOODS = "goods", _("捐物")


class Method(TextChoices):
    """How money came; money in a box is counted by two people before it is entered."""

    BANK = "bank", _("银行转账")
    CASH = "cash", _("现金")


# Whose money it becomes: given to the union, or only held for a colleague whom it was collected for.
OWNERS = (
    (Source.DONATION, _("捐给工会")),
    (Source.ENTRUSTED, _("为职工募捐，工会代管")),
)


class State(TextChoices):
    ENTERED = "entered", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    VOID_ASKED = "void_asked", _("待作废")
    VOID = "void", _("已作废")
    DROPPED = "dropped", _("未确认")


TONES: Mapping[str, str] = {
    State.ENTERED: "warning",
    State.CONFIRMED: "success",
    State.VOID_ASKED: "warning",
    State.VOID: "danger",
}
NUMBERED = (State.CONFIRMED, State.VOID_ASKED, State.VOID)  # states that have a receipt
VALID = (State.CONFIRMED, State.VOID_ASKED)  # states in which it counts
OPEN = (State.ENTERED, State.VOID_ASKED)  # what waits for a second person
READERS = (Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER)
SECOND = (Role.FINANCE, Role.APPROVER)  # who confirms what another one entered


class DriveKind(TextChoices):
    ONE_DAY = "one_day", _("慈善一日捐")
    COLLEAGUE = "colleague", _("为职工募捐")
    TUITION = "tuition", _("金秋助学")
    OTHER = "other", _("其他")


class DriveState(TextChoices):
    DRAFT = "draft", _("待批准")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")
    DROPPED = "dropped", _("不办了")


DRIVE_TONES: Mapping[str, str] = {
    DriveState.DRAFT: "warning",
    DriveState.OPEN: "success",
    DriveState.CLOSED: "muted",
    DriveState.DROPPED: "muted",
}
DRIVES_ON = (DriveState.DRAFT, DriveState.OPEN)  # states in which somebody still has something to do


def _second(action: str, source: str, target: str, label: object, **more: bool) -> tuple[Transition, ...]:
    return tuple(Transition(action, (source,), target, role, label, **more) for role in SECOND)  # type: ignore[arg-type]


TRANSITIONS = (
    *_second("confirm", State.ENTERED, State.CONFIRMED, _("确认，开收据"), is_decision=True),
    *_second("decline", State.ENTERED, State.DROPPED, _("退回"), needs_comment=True, danger=True),
    Transition("withdraw", (State.ENTERED,), State.DROPPED, Role.FINANCE, _("撤回"),
               needs_comment=True, danger=True),
    Transition("ask_void", (State.CONFIRMED,), State.VOID_ASKED, Role.FINANCE, _("申请作废"),
               needs_comment=True, danger=True),
    *_second("void", State.VOID_ASKED, State.VOID, _("同意作废"), is_decision=True, danger=True),
    *_second("keep", State.VOID_ASKED, State.CONFIRMED, _("不作废")),
)  # fmt: skip
DRIVE_TRANSITIONS = (
    *(
        Transition("open", (DriveState.DRAFT,), DriveState.OPEN, role, _("批准开始"), is_decision=True)
        for role in SECOND
    ),
    *_second("drop", DriveState.DRAFT, DriveState.DROPPED, _("不办了"), needs_comment=True, danger=True),
    *(
        Transition("close", (DriveState.OPEN,), DriveState.CLOSED, role, _("结束活动"), danger=True)
        for role in SECOND
    ),
)
