"""States of an instalment, and who looks at it again before its money goes; states of a service."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class State(TextChoices):
    """What is paid of a confirmed one is a fact of its payments."""

    PLANNED = "planned", _("计划中")
    CONFIRMED = "confirmed", _("可以发放")
    SUSPENDED = "suspended", _("暂停")
    ENDED = "ended", _("停发")


TONES: Mapping[str, str] = {
    State.PLANNED: "info",
    State.CONFIRMED: "success",
    State.SUSPENDED: "warning",
    State.ENDED: "muted",
}
# States in which an instalment holds its money on a budget line.
HOLDING = (State.PLANNED, State.CONFIRMED)
# What still waits for somebody.
OPEN = (State.PLANNED, State.SUSPENDED)

TRANSITIONS = (
    Transition("confirm", (State.PLANNED,), State.CONFIRMED, Role.REVIEWER, _("复核通过，可以发放"),
               is_decision=True),
    Transition("confirm", (State.SUSPENDED,), State.CONFIRMED, Role.REVIEWER, _("恢复发放"),
               needs_comment=True, is_decision=True),
    Transition("suspend", (State.PLANNED,), State.SUSPENDED, Role.REVIEWER, _("暂停这一期"),
               needs_comment=True, is_decision=True),
    Transition("end", (State.PLANNED, State.SUSPENDED, State.CONFIRMED), State.ENDED, Role.REVIEWER,
               _("停发这一期和以后各期"), needs_comment=True, is_decision=True, danger=True),
)  # fmt: skip


class FulfilmentState(TextChoices):
    """Of an approved service."""

    OPEN = "open", _("待落实")
    DONE = "done", _("已落实")
    ENDED = "ended", _("未落实")


class Result(TextChoices):
    """What a service came to."""

    REACHED = "reached", _("问题已解决")
    PARTLY = "partly", _("部分解决")
    FAILED = "failed", _("没有解决")


FULFILMENT_TONES: Mapping[str, str] = {
    FulfilmentState.OPEN: "info",
    FulfilmentState.DONE: "success",
    FulfilmentState.ENDED: "muted",
}
SERVICE_DAYS, MOST_SERVICE_DAYS = 30, 366  # until a service is done, unless somebody says; the longest

FULFILMENT_TRANSITIONS = (
    Transition("arrange", (FulfilmentState.OPEN,), FulfilmentState.OPEN, Role.CLERK, _("安排由谁办")),
    Transition("finish", (FulfilmentState.OPEN,), FulfilmentState.DONE, Role.CLERK, _("登记已办成")),
    Transition("give_up", (FulfilmentState.OPEN,), FulfilmentState.ENDED, Role.CLERK, _("不办了"),
               needs_comment=True, danger=True),
)  # fmt: skip
