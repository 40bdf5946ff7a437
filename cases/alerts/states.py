"""预警: how a hit stands, how grave it is, what became of it, what may follow what."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class State(TextChoices):
    OPEN = "open", _("待处理")
    SNOOZED = "snoozed", _("暂缓")
    HANDLED = "handled", _("已处理")
    DISMISSED = "dismissed", _("不处理")
    GONE = "gone", _("起因消失，自动结束")


class Severity(TextChoices):
    RED = "red", _("红")
    ORANGE = "orange", _("橙")
    YELLOW = "yellow", _("黄")


class Outcome(TextChoices):
    VISIT = "visit", _("已走访")
    FILE = "file", _("已建档或更新档案")
    AID = "aid", _("已帮扶")
    DONE = "done", _("已补办、已纠正")
    UNFOUNDED = "unfounded", _("查过，不成立")


class Circle(TextChoices):
    """Whose matter a kind of warning is."""

    CASES = "cases", _("档案和帮扶")
    MONEY = "money", _("资金")


MOST_SNOOZED = 90  # days from today
DUE_DAYS: Mapping[str, int] = {Severity.RED: 3, Severity.ORANGE: 10, Severity.YELLOW: 30}
WAITING = (State.OPEN, State.SNOOZED)
TONES: Mapping[str, str] = {
    State.OPEN: "warning",
    State.SNOOZED: "muted",
    State.HANDLED: "success",
    State.DISMISSED: "muted",
    State.GONE: "muted",
}
SEVERITY_TONES: Mapping[str, str] = {
    Severity.RED: "danger",
    Severity.ORANGE: "warning",
    Severity.YELLOW: "info",
}
READERS: Mapping[str, tuple[Role, ...]] = {
    Circle.CASES: (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER, Role.AUDITOR),
    Circle.MONEY: (Role.FINANCE, Role.APPROVER, Role.AUDITOR),
}
ACTORS: Mapping[str, tuple[Role, ...]] = {
    Circle.CASES: (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER),
    Circle.MONEY: (Role.FINANCE, Role.APPROVER),
}
ALL_READERS = tuple(dict.fromkeys(role for roles in READERS.values() for role in roles))
ALL_ACTORS = tuple(dict.fromkeys(role for roles in ACTORS.values() for role in roles))

TRANSITIONS = (
    *(Transition("take", (State.OPEN,), State.OPEN, role, _("由我来办")) for role in ALL_ACTORS),
    *(
        Transition("handle", WAITING, State.HANDLED, role, _("登记处理结果"), needs_comment=True)
        for role in ALL_ACTORS
    ),
    *(
        Transition("snooze", (State.OPEN,), State.SNOOZED, role, _("暂缓"), needs_comment=True)
        for role in ALL_ACTORS
    ),
    *(
        Transition("dismiss", WAITING, State.DISMISSED, role, _("不处理"), needs_comment=True, danger=True)
        for role in ALL_ACTORS
    ),
    Transition("wake", (State.SNOOZED,), State.OPEN, WORKER, _("暂缓到期")),
    Transition("clear", WAITING, State.GONE, WORKER, _("起因消失")),
)
