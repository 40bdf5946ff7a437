"""States of an instalment, and who looks at it again before its money goes; of a service, of a hand-out."""

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


class RosterState(TextChoices):
    """Of a hand-out to many."""

    OPEN = "open", _("待登记签领")
    ENTERED = "entered", _("已签领，待复核")
    DONE = "done", _("已发放")
    CANCELLED = "cancelled", _("已作废")


class LineState(TextChoices):
    """Of one household on a roster."""

    WAITING = "waiting", _("待签领")
    SIGNED = "signed", _("已签领")
    GIVEN = "given", _("已发放")
    ABSENT = "absent", _("未领")


ROSTER_TONES: Mapping[str, str] = {
    RosterState.OPEN: "info",
    RosterState.ENTERED: "warning",
    RosterState.DONE: "success",
    RosterState.CANCELLED: "muted",
}
LINE_TONES: Mapping[str, str] = {
    LineState.WAITING: "info",
    LineState.SIGNED: "warning",
    LineState.GIVEN: "success",
    LineState.ABSENT: "muted",
}
# What is posted or refused of its slip of goods moves a roster on or back (services.rosters.follow_slip).
ROSTER_TRANSITIONS = (
    Transition("enter", (RosterState.OPEN,), RosterState.ENTERED, Role.CLERK, _("登记签领")),
    Transition("cancel", (RosterState.OPEN,), RosterState.CANCELLED, Role.CLERK, _("作废花名册"),
               needs_comment=True, danger=True),
)  # fmt: skip
ON_ROSTER = (LineState.WAITING, LineState.SIGNED)  # whose goods are on their way
MOST_ON_ROSTER = 200  # households
PHOTO_DAYS = 3  # after which the signed roster is missed


class FollowUpState(TextChoices):
    """Of what is to be done some days after an aid."""

    OPEN = "open", _("待回访")
    DONE = "done", _("已回访")
    ENDED = "ended", _("不再回访")


FOLLOW_UP_TONES: Mapping[str, str] = {
    FollowUpState.OPEN: "info",
    FollowUpState.DONE: "success",
    FollowUpState.ENDED: "muted",
}
# A call or a visit is done by the visit that is recorded (services.follow_ups.close_by_visit).
FOLLOW_UP_TRANSITIONS = (
    Transition("finish", (FollowUpState.OPEN,), FollowUpState.DONE, Role.CLERK, _("登记办得怎样"),
               needs_comment=True),
    Transition("give_up", (FollowUpState.OPEN,), FollowUpState.ENDED, Role.CLERK, _("不再回访"),
               needs_comment=True, danger=True),
)  # fmt: skip
