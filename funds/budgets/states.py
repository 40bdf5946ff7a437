"""The way of a yearly plan of use: written, checked by a second person, approved, adjusted by a later
version, closed with its year."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition

QUARTERS = (1, 2, 3, 4)
QUARTER_WORDS = {1: _("一季度"), 2: _("二季度"), 3: _("三季度"), 4: _("四季度")}
OWN_ADJUSTMENTS = 1  # how often in a year a union adjusts its plan by itself; then the union above approves

MONTH_OF_NEXT_PLAN = 11  # from then on a union is told that it has no plan of the next year


class Strictness(TextChoices):
    """What becomes of a commitment beyond the plan of its use."""

    OFF = "off", _("只对照")
    WARN = "warn", _("提醒")
    BLOCK = "block", _("不能批准")


class State(TextChoices):
    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待复核")
    CHECKED = "checked", _("待批准")
    RETURNED = "returned", _("已退回")
    IN_FORCE = "in_force", _("执行中")
    ADJUSTED = "adjusted", _("已调整")
    CLOSED = "closed", _("已结束")
    DROPPED = "dropped", _("已作废")


TONES: Mapping[str, str] = {
    State.SUBMITTED: "warning",
    State.CHECKED: "warning",
    State.RETURNED: "danger",
    State.IN_FORCE: "success",
}
WRITABLE = (State.DRAFT, State.RETURNED)  # states in which rows may change
OPEN = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.CHECKED)
VALID = (State.IN_FORCE, State.ADJUSTED, State.CLOSED)  # states of what was approved
OVER = (State.ADJUSTED, State.CLOSED)
STANDS = (State.IN_FORCE, State.CLOSED)  # the last version that counted for its year

WRITERS = (Role.CLERK, Role.FINANCE)
CHECKERS = (Role.REVIEWER, Role.FINANCE)
READERS = (Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER, Role.CLERK)


def _each(
    roles: tuple[Role, ...],
    action: str,
    source: tuple[str, ...],
    target: str,
    label: object,
    **more: bool,
) -> tuple[Transition, ...]:
    """The same row for each of these roles."""
    return tuple(Transition(action, source, target, role, label, **more) for role in roles)  # type: ignore[arg-type]


TRANSITIONS = (
    *_each(WRITERS, "submit", WRITABLE, State.SUBMITTED, _("提交复核")),
    *_each(CHECKERS, "check", (State.SUBMITTED,), State.CHECKED, _("复核无误"), is_decision=True),
    *_each(CHECKERS, "return", (State.SUBMITTED,), State.RETURNED, _("退回修改"), needs_comment=True,
           danger=True),
    Transition("approve", (State.CHECKED,), State.IN_FORCE, Role.APPROVER, _("批准执行"), is_decision=True),
    Transition("return", (State.CHECKED,), State.RETURNED, Role.APPROVER, _("退回修改"), needs_comment=True,
               danger=True),
    *_each(WRITERS, "drop", WRITABLE, State.DROPPED, _("作废"), needs_comment=True, danger=True),
    *_each((Role.FINANCE, Role.APPROVER), "close", (State.IN_FORCE,), State.CLOSED, _("年终结束"),
           danger=True),
    # Taken with the approval of the version that takes its place, and by no button.
    Transition("adjust", (State.IN_FORCE,), State.ADJUSTED, Role.APPROVER, _("由调整后的计划代替")),
)  # fmt: skip


class Basis(TextChoices):
    """What the sums of a table of allocation begin with."""

    HOUSEHOLDS = "households", _("按在册户数")
    EQUAL = "equal", _("平均分配")
    ACTUALS = "actuals", _("按上年实际批准额")
    HAND = "hand", _("逐个填写")


class Stage(TextChoices):
    """How a table of allocation stands."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待批准")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("待下拨")
    SENT = "sent", _("已下拨")
    DROPPED = "dropped", _("已作废")


STAGE_TONES: Mapping[str, str] = {
    Stage.SUBMITTED: "warning",
    Stage.RETURNED: "danger",
    Stage.APPROVED: "info",
    Stage.SENT: "success",
}
FILLABLE = (Stage.DRAFT, Stage.RETURNED)  # stages in which sums may change
UNSENT = (Stage.DRAFT, Stage.RETURNED, Stage.SUBMITTED, Stage.APPROVED)
BOOKKEEPERS = (Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.REVIEWER)  # who reads these tables


class Turn(TextChoices):
    """How a virement stands."""

    SUBMITTED = "submitted", _("待复核")
    CHECKED = "checked", _("待批准")
    APPROVED = "approved", _("待记账")
    BOOKED = "booked", _("已调剂")
    REFUSED = "refused", _("未同意")
    DROPPED = "dropped", _("已作废")


OFF = (Turn.REFUSED, Turn.DROPPED)  # moves nothing

TURN_TONES: Mapping[str, str] = {
    Turn.SUBMITTED: "warning",
    Turn.CHECKED: "warning",
    Turn.APPROVED: "info",
    Turn.BOOKED: "success",
    Turn.REFUSED: "danger",
}
VIREMENT_CHECKERS = (Role.REVIEWER, Role.FINANCE)
VIREMENT_TRANSITIONS = (
    *_each(VIREMENT_CHECKERS, "check", (Turn.SUBMITTED,), Turn.CHECKED, _("复核无误"), is_decision=True),
    *_each(VIREMENT_CHECKERS, "refuse", (Turn.SUBMITTED,), Turn.REFUSED, _("不同意"), needs_comment=True,
           danger=True, is_decision=True),
    Transition("approve", (Turn.CHECKED,), Turn.APPROVED, Role.APPROVER, _("批准调剂"), is_decision=True),
    Transition("refuse", (Turn.CHECKED,), Turn.REFUSED, Role.APPROVER, _("不同意"), needs_comment=True,
               danger=True, is_decision=True),
    Transition("book", (Turn.APPROVED,), Turn.BOOKED, Role.FINANCE, _("记账")),
    Transition("drop", (Turn.SUBMITTED, Turn.APPROVED), Turn.DROPPED, Role.FINANCE, _("作废"),
               needs_comment=True, danger=True),
)  # fmt: skip

DISTRIBUTION_TRANSITIONS = (
    Transition("submit", FILLABLE, Stage.SUBMITTED, Role.FINANCE, _("提交批准")),
    Transition("approve", (Stage.SUBMITTED,), Stage.APPROVED, Role.APPROVER, _("批准分配"), is_decision=True),
    Transition("return", (Stage.SUBMITTED,), Stage.RETURNED, Role.APPROVER, _("退回修改"), needs_comment=True,
               danger=True),
    Transition("send", (Stage.APPROVED,), Stage.SENT, Role.FINANCE, _("全部下拨")),
    Transition("drop", (*FILLABLE, Stage.APPROVED), Stage.DROPPED, Role.FINANCE, _("作废"),
               needs_comment=True, danger=True),
)  # fmt: skip


class Call(TextChoices):
    """How a recall of money that was handed down stands."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待批准")
    RETURNED = "returned", _("已退回")
    NOTIFIED = "notified", _("待下级退回")
    DONE = "done", _("已收回")
    DROPPED = "dropped", _("已作废")


CALL_TONES: Mapping[str, str] = {
    Call.SUBMITTED: "warning",
    Call.RETURNED: "danger",
    Call.NOTIFIED: "info",
    Call.DONE: "success",
}
CALL_FILLABLE = (Call.DRAFT, Call.RETURNED)  # states in which sums may change
CALLED = (Call.NOTIFIED, Call.DONE)  # of which the unions below know
CALL_OVER = (Call.DONE, Call.DROPPED)
RECALL_DAYS = 30  # so many days before the last day of a grant what is free below may be called back

RECALL_TRANSITIONS = (
    Transition("submit", CALL_FILLABLE, Call.SUBMITTED, Role.FINANCE, _("提交批准")),
    Transition("approve", (Call.SUBMITTED,), Call.NOTIFIED, Role.APPROVER, _("批准收回"), is_decision=True),
    Transition("return", (Call.SUBMITTED,), Call.RETURNED, Role.APPROVER, _("退回修改"), needs_comment=True,
               danger=True),
    # By itself with the last answer; by hand where a union does not answer any more.
    Transition("finish", (Call.NOTIFIED,), Call.DONE, Role.FINANCE, _("结束收回"), needs_comment=True,
               danger=True),
    Transition("drop", CALL_FILLABLE, Call.DROPPED, Role.FINANCE, _("作废"), needs_comment=True, danger=True),
)  # fmt: skip
